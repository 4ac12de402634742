package io.steward.runtime.binding;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Records by reflection. Those of a plugin's module are open to this one.
final class Records {

  private Records() {}

  /// Makes a record.
  ///
  /// @throws IllegalArgumentException when its constructor refuses the values
  static Object make(Class<?> type, List<@Nullable Object> values) {
    try {
      Class<?>[] types =
          Arrays.stream(type.getRecordComponents())
              .map(RecordComponent::getType)
              .toArray(Class<?>[]::new);
      Constructor<?> canonical = type.getDeclaredConstructor(types);
      canonical.setAccessible(true);
      return canonical.newInstance(values.toArray());
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      throw new IllegalArgumentException(
          cause == null || cause.getMessage() == null ? String.valueOf(cause) : cause.getMessage(),
          e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " cannot be made", e);
    }
  }

  /// Reads a component.
  static Object read(RecordComponent component, Object record) {
    try {
      component.getAccessor().setAccessible(true);
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
