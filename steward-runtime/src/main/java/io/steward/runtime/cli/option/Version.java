package io.steward.runtime.cli.option;

import java.lang.module.ModuleDescriptor;
import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/// The output of `steward --version`.
public final class Version implements IVersionProvider {

  /// Made by picocli.
  Version() {}

  @Override
  public String[] getVersion() {
    return new String[] {"steward " + number() + ", Java " + Runtime.version()};
  }

  /// The version of steward.
  public static String number() {
    return Optional.ofNullable(Version.class.getModule().getDescriptor())
        .flatMap(ModuleDescriptor::rawVersion)
        .orElse("unknown");
  }
}
