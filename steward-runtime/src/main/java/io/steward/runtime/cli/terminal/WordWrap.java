package io.steward.runtime.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/// Wraps text.
public final class WordWrap {

  private static final String INDENT = "  ";

  private WordWrap() {}

  /// Breaks a text at spaces, so that no line is longer than `longest` unless a single word is. All
  /// lines but the first are indented.
  public static List<String> lines(String text, int longest) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > longest) {
        lines.add(line.toString());
        line = new StringBuilder(INDENT).append(word);
      } else {
        line.append(line.isEmpty() ? "" : " ").append(word);
      }
    }
    lines.add(line.toString());
    return lines;
  }
}
