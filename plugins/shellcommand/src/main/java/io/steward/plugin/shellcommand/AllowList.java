package io.steward.plugin.shellcommand;

import java.util.List;
import java.util.regex.Pattern;

/// The programs that may be run. A pattern consists of words; each matches one argument, with `*`
/// for any characters and `?` for one. A last word that is just `*` matches any further arguments,
/// or none.
///
/// A word never matches two arguments, so `cat *.log` does not match `cat a.log /etc/shadow`, and
/// one argument with a blank does not match two words.
///
/// @param patterns all programs are allowed when empty
record AllowList(List<String> patterns) {

  private static final String REST = "*";

  /// Whether a program with its arguments is allowed.
  boolean permits(List<String> program) {
    return patterns.isEmpty() || patterns.stream().anyMatch(each -> matches(each, program));
  }

  private static boolean matches(String pattern, List<String> program) {
    List<String> words = List.of(pattern.strip().split("\\s+", -1));
    boolean rest = words.size() > 1 && words.getLast().equals(REST);
    int fixed = rest ? words.size() - 1 : words.size();
    if (program.size() < fixed || (!rest && program.size() > fixed)) {
      return false;
    }
    for (int i = 0; i < fixed; i++) {
      if (!word(words.get(i)).matcher(program.get(i)).matches()) {
        return false;
      }
    }
    return true;
  }

  private static Pattern word(String word) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      switch (c) {
        case '*' -> regex.append(".*");
        case '?' -> regex.append('.');
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }
}
