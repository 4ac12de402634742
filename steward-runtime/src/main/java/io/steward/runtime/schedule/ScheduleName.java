package io.steward.runtime.schedule;

import java.util.regex.Pattern;

/// What a schedule is called on its node: letters, digits, `-` and `_`, 64 at most, as tokens of
/// subjects are.
///
/// @param value the name
public record ScheduleName(String value) {

  private static final Pattern PATTERN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

  /// @throws IllegalArgumentException when it cannot be a name
  public ScheduleName {
    if (!PATTERN.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "\"" + value + "\" is not a name of letters, digits, - and _, 64 at most");
    }
  }

  /// Reads a name.
  ///
  /// @throws IllegalArgumentException when it cannot be one
  public static ScheduleName parse(String text) {
    return new ScheduleName(text);
  }

  @Override
  public String toString() {
    return value;
  }
}
