package io.steward.runtime.databind;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Access to records by reflection. The records of a plugin's module are open to the runtime.
final class RecordReflection {

  /// The reflective members of a record, cached because reflection copies them on each access.
  ///
  /// @param components with accessible accessors
  /// @param constructor the canonical constructor, made accessible
  private record Shape(List<RecordComponent> components, Constructor<?> constructor) {

    static Shape of(Class<?> type) {
      List<RecordComponent> components = List.of(type.getRecordComponents());
      components.forEach(component -> component.getAccessor().setAccessible(true));
      try {
        Constructor<?> canonical =
            type.getDeclaredConstructor(
                components.stream().map(RecordComponent::getType).toArray(Class<?>[]::new));
        canonical.setAccessible(true);
        return new Shape(components, canonical);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(type + " cannot be instantiated", e);
      }
    }
  }

  private static final ClassValue<Shape> SHAPES =
      new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
          return Shape.of(type);
        }
      };

  private RecordReflection() {}

  /// The components of a record, in order.
  static List<RecordComponent> components(Class<?> type) {
    return SHAPES.get(type).components();
  }

  /// The key of a component in a document: its name without a trailing underscore, which lets a
  /// Java keyword be a name.
  static String key(RecordComponent component) {
    String name = component.getName();
    return name.endsWith("_") ? name.substring(0, name.length() - 1) : name;
  }

  /// Creates a record.
  ///
  /// @throws IllegalArgumentException if its constructor rejects the values
  static Object make(Class<?> type, List<@Nullable Object> values) {
    try {
      return SHAPES.get(type).constructor().newInstance(values.toArray());
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      throw new IllegalArgumentException(
          cause == null || cause.getMessage() == null ? String.valueOf(cause) : cause.getMessage(),
          e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " cannot be instantiated", e);
    }
  }

  /// Reads one of its {@link #components}.
  static Object read(RecordComponent component, Object record) {
    try {
      Object value = component.getAccessor().invoke(record);
      if (value == null) {
        throw new IllegalArgumentException(
            component.getName() + " of " + record.getClass().getSimpleName() + " is null");
      }
      return value;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(component + " cannot be read", e);
    }
  }
}
