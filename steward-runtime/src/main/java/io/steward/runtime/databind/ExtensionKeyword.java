package io.steward.runtime.databind;

/// What JSON Schema has no keywords for. Whoever does not know these passes over them (JSON Schema
/// Core 2020-12, 4.3.1).
final class ExtensionKeyword {

  /// The shortest a duration may be.
  static final String SHORTEST = "x-shortest";

  /// The longest a duration may be.
  static final String LONGEST = "x-longest";

  /// What fits a pattern, for a person.
  static final String HINT = "x-hint";

  /// The pattern of a duration, by which one is known.
  static final String DURATION = "^(P.*|([0-9]+(ms|s|m|h|d))+)$";

  private ExtensionKeyword() {}
}
