package io.steward.runtime.targeting;

import io.steward.runtime.fleet.Unit;
import io.steward.runtime.fleet.UntrustedDocuments;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The attributes by which units are selected.
///
/// | key | value |
/// |---|---|
/// | `name`, `state`, `version` | its name; `online`, `silent`, `stopped` or `unseen`; its version of steward |
/// | `since`, `heard`, `waiting` | since when it has been in its state, when it was last heard, the number of messages in its mailboxes |
/// | `plugin`, `method`, `subject` | each plugin's id, each method's name, each process's subject |
/// | any other | a label, else a fact such as `cpu.cores`, else another field of its document such as `system.arch` |
/// | `labels.…`, `facts.…` | only a label or only a fact, for a key that is ambiguous |
public final class Attributes {

  private static final Map<String, Function<Unit, Stream<String>>> BUILTIN =
      Map.of(
          "name", unit -> Stream.of(unit.name()),
          "state", unit -> Stream.of(unit.presence().word()),
          "since", unit -> Stream.of(unit.since().toString()),
          "heard", unit -> Stream.of(unit.lastHeard().toString()),
          "waiting", unit -> Stream.of(Long.toString(unit.waiting())),
          "version", unit -> Stream.of(unit.text("version")),
          "plugin", unit -> values(unit.document(), "plugins.id"),
          "method", unit -> values(unit.document(), "plugins.methods.name"),
          "subject", unit -> values(unit.document(), "processes.subject"));

  private Attributes() {}

  /// The values of a unit for a key: none, one, or several.
  static Stream<String> of(Unit unit, String key) {
    Function<Unit, Stream<String>> known = BUILTIN.get(key);
    if (known != null) {
      return known.apply(unit);
    }
    Object label = unit.map("labels").get(key);
    if (label != null) {
      return Stream.of(label.toString());
    }
    List<String> facts = values(unit.map("facts"), key).toList();
    return facts.isEmpty() ? values(unit.document(), key) : facts.stream();
  }

  /// Whether a unit has a value for a key.
  public static boolean has(Unit unit, String key) {
    return of(unit, key).findAny().isPresent();
  }

  /// Units in the order of their values for a key; those without one come last. If all values are
  /// quantities, they are compared as such, otherwise all of them by characters: an order that
  /// mixed the two would be none, and one unit's value could keep the others from being sorted.
  ///
  /// @param key a key, prefixed with `-` for descending order
  public static List<Unit> sorted(List<Unit> units, String key) {
    boolean descending = key.startsWith("-");
    String plain = descending ? key.substring(1) : key;
    boolean quantities =
        units.stream()
            .flatMap(unit -> of(unit, plain).limit(1))
            .allMatch(value -> NaturalOrder.number(value).isPresent());
    Comparator<String> ascending =
        quantities ? NaturalOrder::compare : NaturalOrder::compareRunByRun;
    Comparator<String> order = descending ? ascending.reversed() : ascending;
    return units.stream()
        .sorted(
            Comparator.<Unit, @Nullable String>comparing(
                    unit -> of(unit, plain).findFirst().orElse(null), Comparator.nullsLast(order))
                .thenComparing(Unit::name))
        .toList();
  }

  /// The keys of some units, for suggestions.
  public static List<String> knownKeys(List<Unit> units) {
    Set<String> keys = new TreeSet<>(BUILTIN.keySet());
    for (Unit unit : units) {
      keys.addAll(unit.map("labels").keySet());
      addPaths("", unit.map("facts"), keys);
    }
    return new ArrayList<>(keys);
  }

  private static void addPaths(String prefix, Map<String, Object> map, Set<String> keys) {
    map.forEach((key, value) -> {
      if (value instanceof Map<?, ?>) {
        addPaths(prefix + key + ".", UntrustedDocuments.map(value), keys);
      } else {
        keys.add(prefix + key);
      }
    });
  }

  /// The values at a path. A list on the path stands for each of its elements. A key may itself
  /// contain dots.
  private static Stream<String> values(@Nullable Object node, String path) {
    if (node instanceof List<?> list) {
      return list.stream().flatMap(element -> values(element, path));
    }
    if (path.isEmpty()) {
      return node == null || node instanceof Map<?, ?>
          ? Stream.empty()
          : Stream.of(node.toString());
    }
    Map<String, Object> map = UntrustedDocuments.map(node);
    for (int end = path.length(); end > 0; end = path.lastIndexOf('.', end - 1)) {
      Object value = map.get(path.substring(0, end));
      if (value != null) {
        return values(value, path.substring(Math.min(path.length(), end + 1)));
      }
    }
    return Stream.empty();
  }
}
