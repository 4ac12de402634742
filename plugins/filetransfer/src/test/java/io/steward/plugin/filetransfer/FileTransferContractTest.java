package io.steward.plugin.filetransfer;

import io.steward.testkit.CommandContract;
import java.nio.file.Path;
import java.util.Optional;

class FileTransferContractTest extends CommandContract<FileTransfer.Arguments> {

  @Override
  protected FileTransfer handler() {
    return new FileTransfer();
  }

  @Override
  protected FileTransfer.Arguments shortArguments() {
    return new FileTransfer.Arguments(
        Optional.empty(),
        Optional.of(new FileTransfer.Get(Path.of("/srv/files/none"), Optional.empty())),
        Optional.empty());
  }

  @Override
  protected Optional<FileTransfer.Arguments> longArguments() {
    return Optional.empty(); // only the link takes long; see PutTest and GetTest
  }
}
