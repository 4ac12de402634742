package io.steward.runtime.cli;

import java.lang.module.ModuleDescriptor;
import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/// What `steward --version` says.
final class Version implements IVersionProvider {

  /// Made by picocli.
  Version() {}

  @Override
  public String[] getVersion() {
    String version =
        Optional.ofNullable(Version.class.getModule().getDescriptor())
            .flatMap(ModuleDescriptor::rawVersion)
            .orElse("unknown");
    return new String[] {"steward " + version + ", Java " + Runtime.version()};
  }
}
