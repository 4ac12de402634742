package io.steward.runtime.databind;

/// Keywords for what JSON Schema cannot express. Readers that do not know them ignore them (JSON
/// Schema Core 2020-12, 4.3.1).
final class ExtensionKeyword {

  /// The minimum of a duration.
  static final String SHORTEST = "x-shortest";

  /// The maximum of a duration.
  static final String LONGEST = "x-longest";

  /// Describes texts that match a pattern, for people.
  static final String HINT = "x-hint";

  /// The pattern of a duration, by which a reader recognizes one.
  static final String DURATION = "^(P.*|([0-9]+(ms|s|m|h|d))+)$";

  private ExtensionKeyword() {}
}
