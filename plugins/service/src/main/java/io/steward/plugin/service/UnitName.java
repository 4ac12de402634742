package io.steward.plugin.service;

import java.util.Set;
import java.util.regex.Pattern;

/// The name of a unit of systemd, with its type: systemd.unit(5).
///
/// Nothing that systemctl would take for an option, a pattern, a path or a second name is one.
///
/// @param value the whole name, such as `nginx.service`
record UnitName(String value) {

  private static final int LONGEST = 255;
  private static final String ORDINARY = ".service";
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

  /// A name as a person says it: without a type it is a service's.
  ///
  /// @throws IllegalArgumentException when it is not the name of a unit
  static UnitName parse(String said) {
    String whole = withType(said);
    if (!FORM.matcher(said).matches() || whole.length() > LONGEST) {
      throw new IllegalArgumentException(
          "\""
              + said
              + "\" is not the name of a systemd unit; it has letters, digits and : _ . \\ @ -,"
              + " does not begin with -, and has "
              + LONGEST
              + " of them at most");
    }
    return new UnitName(whole);
  }

  /// Whether a pattern means it: `*` in it stands for any letters. A pattern without a type is for
  /// services, so that `*` is every service and no timer.
  boolean matches(String pattern) {
    String regex = Pattern.quote(withType(pattern)).replace("*", "\\E.*\\Q");
    return value.matches(regex);
  }

  private static String withType(String name) {
    return TYPES.contains(name.substring(name.lastIndexOf('.') + 1)) && name.contains(".")
        ? name
        : name + ORDINARY;
  }

  @Override
  public String toString() {
    return value;
  }
}
