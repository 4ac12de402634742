package io.steward.runtime.databind;

import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Binds documents to records, or reports all their problems.
///
/// The package {@link io.steward.api} describes which types a record may have as components; here a
/// component may also be a {@link Tree}. Keys are the names of components.
public final class Binder {

  private final ProblemCollector problems = new ProblemCollector();
  private final ValueReader valueReader = new ValueReader(this);

  private Binder() {}

  /// Binds a whole document.
  ///
  /// @throws ProblemsException with all its problems
  public static <T> T bind(Document document, Class<T> type) throws ProblemsException {
    Binder binder = new Binder();
    binder.problems.addAll(document.problems());
    return binder.finish(type, binder.valueReader.read(document.root(), type, KeyPath.ROOT));
  }

  /// Binds a part of a document.
  ///
  /// @param path the part's path, for its problems
  /// @throws ProblemsException with all its problems
  public static <T> T bind(Tree tree, Class<T> type, String path) throws ProblemsException {
    Binder binder = new Binder();
    return binder.finish(type, binder.valueReader.read(tree, type, KeyPath.of(path)));
  }

  /// Creates a record with the values of a part of a document, and with the values of another
  /// record for what that part omits.
  ///
  /// @param path the part's path, for its problems
  /// @throws ProblemsException with all its problems
  public static <T> T overlay(T defaults, Tree tree, String path) throws ProblemsException {
    Binder binder = new Binder();
    @SuppressWarnings("unchecked")
    Class<T> type = (Class<T>) defaults.getClass();
    return binder.finish(type, binder.bindRecord(tree, type, KeyPath.of(path), defaults));
  }

  private <T> T finish(Class<T> type, @Nullable Object value) throws ProblemsException {
    if (value == null && problems.count() == 0) {
      throw new IllegalStateException(type + " is neither bound nor rejected");
    }
    if (value == null || problems.count() > 0) {
      throw new ProblemsException(problems.list());
    }
    return type.cast(value);
  }

  /// Binds a record; null after its problems were added.
  @Nullable Object bindRecord(Tree tree, Class<?> type, KeyPath path, @Nullable Object defaults) {
    Tree.Mapping mapping = asMapping(tree, path);
    if (mapping == null) {
      return null;
    }
    Map<String, RecordComponent> components = components(type);
    int before = problems.count();
    mapping
        .entries()
        .forEach((key, entry) -> {
          if (!components.containsKey(key)) {
            problem(
                entry.position(),
                tree.origin(),
                path.key(key),
                "no such key" + SpellingSuggestion.hint(key, components.keySet()));
          }
        });
    List<@Nullable Object> arguments = new ArrayList<>();
    for (RecordComponent component : RecordReflection.components(type)) {
      arguments.add(bindComponent(mapping, component, path, defaults));
    }
    if (problems.count() > before) {
      return null;
    }
    try {
      return RecordReflection.make(type, arguments);
    } catch (IllegalArgumentException rejected) {
      problem(tree.position(), tree.origin(), path, String.valueOf(rejected.getMessage()));
      return null;
    }
  }

  private Tree.@Nullable Mapping asMapping(Tree tree, KeyPath path) {
    if (tree instanceof Tree.Mapping mapping) {
      return mapping;
    }
    if (tree.isNull()) {
      return new Tree.Mapping(tree.origin(), tree.position(), Map.of());
    }
    problem(tree.position(), tree.origin(), path, "expected a map, found " + tree.kind());
    return null;
  }

  private static Map<String, RecordComponent> components(Class<?> type) {
    Map<String, RecordComponent> components = new LinkedHashMap<>();
    for (RecordComponent component : RecordReflection.components(type)) {
      components.put(RecordReflection.key(component), component);
    }
    return components;
  }

  private @Nullable Object bindComponent(
      Tree.Mapping mapping, RecordComponent component, KeyPath path, @Nullable Object defaults) {
    Tree.Entry entry = mapping.entries().get(RecordReflection.key(component));
    KeyPath below = path.key(RecordReflection.key(component));
    Type type = component.getGenericType();
    if (entry != null && !(entry.value().isNull() && ValueReader.isOptional(type))) {
      return valueReader.read(entry.value(), type, below, Constraints.of(component));
    }
    Optional<Object> value = defaultValue(component, defaults);
    if (value.isEmpty()) {
      problem(mapping.position(), mapping.origin(), below, "is missing");
    }
    return value.orElse(null);
  }

  /// The value of a component that a document omits; empty if the component is required.
  static Optional<Object> defaultValue(RecordComponent component, @Nullable Object defaults) {
    Optional<Object> value =
        defaults == null
            ? ValueReader.emptyValue(component.getGenericType())
            : Optional.of(RecordReflection.read(component, defaults));
    return value.filter(Constraints.of(component)::allows);
  }

  void problem(Position position, String origin, KeyPath path, String message) {
    problems.add(origin, position, path, message);
  }
}
