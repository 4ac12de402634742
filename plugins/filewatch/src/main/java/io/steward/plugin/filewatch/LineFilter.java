package io.steward.plugin.filewatch;

import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Selects lines that contain one of `match`, or any line when that is empty, and none of `except`.
record LineFilter(List<Pattern> match, List<Pattern> except) {

  /// @throws IllegalArgumentException when one is not a regular expression
  static LineFilter of(List<String> match, List<String> except) {
    return new LineFilter(compiled("match", match), compiled("except", except));
  }

  private static List<Pattern> compiled(String setting, List<String> all) {
    return all.stream()
        .map(text -> {
          try {
            return Pattern.compile(text);
          } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                "in "
                    + setting
                    + ", \""
                    + text
                    + "\" is not a regular expression: "
                    + e.getDescription()
                    + " at character "
                    + (Math.max(0, e.getIndex()) + 1),
                e);
          }
        })
        .toList();
  }

  boolean tell(String line) {
    return (match.isEmpty() || found(match, line)) && !found(except, line);
  }

  private static boolean found(List<Pattern> any, String line) {
    return any.stream().anyMatch(pattern -> pattern.matcher(line).find());
  }
}
