package io.steward.runtime.plugin;

import io.steward.api.CommandHandler;
import io.steward.api.EventHandler;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.Set;

/// Finds the type to which a handler binds its messages, as its class declares it.
public final class ArgumentsType {

  private static final Set<Type> HANDLER_TYPES = Set.of(CommandHandler.class, EventHandler.class);

  private ArgumentsType() {}

  /// The type argument of the handler interface that it implements; empty if that is not a record.
  public static Optional<Class<? extends Record>> of(Class<?> handler) {
    for (Type each : handler.getGenericInterfaces()) {
      if (each instanceof ParameterizedType generic
          && HANDLER_TYPES.contains(generic.getRawType())
          && generic.getActualTypeArguments()[0] instanceof Class<?> arguments
          && arguments.isRecord()) {
        return Optional.of(arguments.asSubclass(Record.class));
      }
    }
    return Optional.empty();
  }
}
