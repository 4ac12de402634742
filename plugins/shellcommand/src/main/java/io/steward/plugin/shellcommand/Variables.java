package io.steward.plugin.shellcommand;

import java.util.Map;

/// Checks the variables of an environment.
final class Variables {

  private static final char NUL = '\0';

  private Variables() {}

  /// @throws IllegalArgumentException if the system cannot represent a name or a value
  static void check(Map<String, String> environment) {
    environment.forEach((name, value) -> {
      if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf(NUL) >= 0) {
        throw new IllegalArgumentException("\"" + name + "\" is not the name of a variable");
      }
      if (value.indexOf(NUL) >= 0) {
        throw new IllegalArgumentException("the value of " + name + " contains a NUL character");
      }
    });
  }
}
