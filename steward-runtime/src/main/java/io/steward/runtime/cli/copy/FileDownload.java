package io.steward.runtime.cli.copy;

import io.steward.api.ObjectStore;
import io.steward.api.StoredObject;
import io.steward.runtime.cli.terminal.Console;
import io.steward.runtime.digest.Sha256;
import io.steward.runtime.files.PrivateFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// A download from the broker to a local file: first to `.NAME.DIGEST.part` next to it, which is
/// renamed atomically once it is complete. An interrupted download is resumed when it is repeated.
///
/// @param object the object to download
/// @param file the target file
public record FileDownload(StoredObject object, Path file) {

  private static final int DIGEST_PREFIX = 12;

  /// Opens the part of an earlier download. One that another user may have made or changed is
  /// replaced.
  private static FileChannel openPart(Path part) throws IOException {
    if (PrivateFile.isOwn(part)) {
      return FileChannel.open(part, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    }
    Files.deleteIfExists(part);
    return FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /// Downloads it, or what is missing of it.
  ///
  /// @throws IOException if what was received is not the object, or cannot be written
  public void download(ObjectStore objects, Console console)
      throws IOException, InterruptedException {
    Path target = file.toAbsolutePath();
    Path part =
        target.resolveSibling(
            "."
                + target.getFileName()
                + "."
                + object.sha256().substring(0, DIGEST_PREFIX)
                + ".part");
    try (FileChannel channel = openPart(part)) {
      Sha256 digest = new Sha256();
      long received = Math.min(channel.size(), object.size());
      channel.truncate(received).position(received);
      digest.add(part);
      OutputStream out = digest.copyingTo(Channels.newOutputStream(channel));
      objects.get(
          object,
          received,
          new CopyProgress(console, "received", object.size(), received).wrap(out));
      channel.force(true);
      if (!digest.hex().equals(object.sha256())) {
        Files.delete(part);
        throw new IOException("the SHA-256 of the received file is wrong; copy it again");
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      console.endProgress();
    }
  }
}
