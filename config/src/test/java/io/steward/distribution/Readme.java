package io.steward.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A document as steps to follow: files to write and commands to type.
final class Readme {

  private static final Pattern NAME = Pattern.compile("`([\\w./-]+)`");
  private static final String FENCE = "```";
  private static final String PROMPT = "$ ";

  private Readme() {}

  /// A step for the reader.
  sealed interface Step {}

  /// Writes a file, shown after its name.
  record Write(String name, String text) implements Step {}

  /// Types a command, shown with its output; `…` matches anything.
  ///
  /// @param stays whether the command keeps running
  record Type(String command, List<String> prints, boolean stays) implements Step {

    /// Its output, as a pattern. A line with only `…` matches any number of lines.
    Pattern pattern() {
      StringBuilder regex = new StringBuilder();
      for (String line : prints) {
        if (line.equals("…")) {
          regex.append("(?:.*\n)*?");
        } else {
          String[] parts = line.split("…", -1);
          for (int i = 0; i < parts.length; i++) {
            regex.append(i == 0 ? "" : ".*").append(Pattern.quote(parts[i]));
          }
          regex.append(" *\n");
        }
      }
      return Pattern.compile(regex.toString());
    }
  }

  /// Reads the steps of a document, in order.
  static List<Step> steps(Path file) throws IOException {
    List<Step> steps = new ArrayList<>();
    List<String> lines = Files.readAllLines(file);
    String name = "";
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith(FENCE)) {
        int end = i + 1;
        while (!lines.get(end).equals(FENCE)) {
          end++;
        }
        List<String> text = lines.subList(i + 1, end);
        if (line.startsWith(FENCE + "console")) {
          steps.addAll(typed(text, line.endsWith(" stays")));
        } else if (!name.isEmpty()) {
          steps.add(new Write(name, String.join("\n", text) + "\n"));
        }
        name = "";
        i = end;
      } else if (!line.isBlank()) {
        var matcher = NAME.matcher(line);
        name = matcher.matches() ? matcher.group(1) : "";
      }
    }
    return steps;
  }

  private static List<Step> typed(List<String> text, boolean stays) {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < text.size(); i++) {
      String command = text.get(i).substring(PROMPT.length());
      List<String> prints = new ArrayList<>();
      while (i + 1 < text.size() && !text.get(i + 1).startsWith(PROMPT)) {
        prints.add(text.get(++i));
      }
      steps.add(new Type(command, prints, stays));
    }
    return steps;
  }
}
