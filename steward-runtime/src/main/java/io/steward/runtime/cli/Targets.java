package io.steward.runtime.cli;

import io.steward.runtime.fleet.Unit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Which units somebody means: a name, a pattern with `*` and `?`, or `label=value`.
final class Targets {

  private Targets() {}

  /// Whether a unit is meant.
  static boolean match(List<String> targets, Unit unit) {
    return targets.stream().anyMatch(target -> matches(target, unit));
  }

  private static boolean matches(String target, Unit unit) {
    int equals = target.indexOf('=');
    if (equals > 0) {
      Object value = unit.map("labels").get(target.substring(0, equals));
      return value != null && glob(target.substring(equals + 1), value.toString());
    }
    return glob(target, unit.name());
  }

  private static boolean glob(String pattern, String text) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      switch (c) {
        case '*' -> regex.append(".*");
        case '?' -> regex.append('.');
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return text.matches(regex.toString());
  }

  /// The names that are meant: a plain name always, known or not; of the others, units that are
  /// known.
  ///
  /// @throws IllegalArgumentException when a pattern or a label means none
  static List<String> names(List<String> targets, List<Unit> known) {
    Set<String> names = new LinkedHashSet<>();
    for (String target : targets) {
      if (target.chars().noneMatch(c -> c == '*' || c == '?' || c == '=')) {
        names.add(target);
        continue;
      }
      List<String> found =
          known.stream().filter(unit -> matches(target, unit)).map(Unit::name).toList();
      if (found.isEmpty()) {
        throw new IllegalArgumentException("no unit is known that matches " + target);
      }
      names.addAll(found);
    }
    return new ArrayList<>(names);
  }
}
