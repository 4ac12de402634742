package io.steward.runtime.schedule;

import java.util.regex.Pattern;

/// The name of a schedule on its node: at most 64 letters, digits, `-` and `_`, the first a letter
/// or digit, as in the tokens of subjects.
///
/// @param value the name
public record ScheduleName(String value) {

  private static final Pattern PATTERN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

  /// @throws IllegalArgumentException if it is not a valid name
  public ScheduleName {
    if (!PATTERN.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "\""
              + value
              + "\" is not a valid name: use at most 64 letters, digits, - and _,"
              + " starting with a letter or digit");
    }
  }

  /// Parses a name.
  ///
  /// @throws IllegalArgumentException if it is not a valid name
  public static ScheduleName parse(String text) {
    return new ScheduleName(text);
  }

  @Override
  public String toString() {
    return value;
  }
}
