package io.steward.runtime;

import io.steward.runtime.cli.Steward;

/// The entry point: `steward VERB …`.
public final class Main {

  private Main() {}

  /// Runs a verb and exits with its exit code.
  public static void main(String[] arguments) {
    System.exit(Steward.run(arguments));
  }
}
