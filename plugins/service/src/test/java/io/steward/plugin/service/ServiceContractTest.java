package io.steward.plugin.service;

import io.steward.testkit.CommandContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class ServiceContractTest extends CommandContract<Service.Arguments> {

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void makePrograms() throws IOException {
    var _ = new Systemd(folder).does("exec sleep 300");
  }

  @Override
  protected Service handler() {
    return new Systemd(folder).service();
  }

  @Override
  protected Service.Arguments shortArguments() {
    return new Service.Arguments("app", Optional.empty(), Optional.empty());
  }

  @Override
  protected Optional<Service.Arguments> longArguments() {
    return Optional.of(
        new Service.Arguments("app", Optional.of(UnitAction.RESTART), Optional.empty()));
  }
}
