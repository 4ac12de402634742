package io.steward.plugin.service;

import java.util.Set;
import java.util.regex.Pattern;

/// The name of a systemd unit, with its type: systemd.unit(5).
///
/// Rejects everything that systemctl would take for an option, a pattern, a path or a second name.
///
/// @param value the full name, such as `nginx.service`
record UnitName(String value) {

  private static final int MAX_LENGTH = 255;
  private static final String DEFAULT_TYPE = ".service";
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9:_.\\\\@][A-Za-z0-9:_.\\\\@-]*");
  private static final Set<String> TYPES =
      Set.of(
          "service",
          "socket",
          "target",
          "timer",
          "mount",
          "automount",
          "swap",
          "path",
          "slice",
          "scope",
          "device");

  /// Parses a name as typed by a person; without a type it is a service.
  ///
  /// @throws IllegalArgumentException when it is not the name of a unit
  static UnitName parse(String typed) {
    String full = withType(typed);
    if (!FORM.matcher(typed).matches() || full.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "\""
              + typed
              + "\" is not the name of a systemd unit: only letters, digits and : _ . \\ @ -,"
              + " not beginning with -, at most "
              + MAX_LENGTH
              + " characters");
    }
    return new UnitName(full);
  }

  /// Whether a pattern matches; `*` matches any characters. A pattern without a type matches
  /// services only, so `*` matches every service but no timer.
  boolean matches(String pattern) {
    return matches(withType(pattern), value);
  }

  /// Finds the texts between the stars one after the other. Unlike a regular expression with
  /// several `.*`, which tries all combinations, this is linear in the length of the text.
  private static boolean matches(String pattern, String text) {
    String[] parts = pattern.split("\\*", -1);
    String first = parts[0];
    String last = parts[parts.length - 1];
    if (parts.length == 1) {
      return pattern.equals(text);
    }
    if (!text.startsWith(first)) {
      return false;
    }
    int from = first.length();
    for (int i = 1; i < parts.length - 1; i++) {
      int at = text.indexOf(parts[i], from);
      if (at < 0) {
        return false;
      }
      from = at + parts[i].length();
    }
    return text.endsWith(last) && text.length() - last.length() >= from;
  }

  private static String withType(String name) {
    return TYPES.contains(name.substring(name.lastIndexOf('.') + 1)) && name.contains(".")
        ? name
        : name + DEFAULT_TYPE;
  }

  @Override
  public String toString() {
    return value;
  }
}
