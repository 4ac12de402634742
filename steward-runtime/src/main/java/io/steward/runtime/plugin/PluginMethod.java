package io.steward.runtime.plugin;

import io.steward.api.MethodName;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/// A method that a plugin provides.
///
/// @param name its name
/// @param kind what it does with messages
/// @param settings the record class of its handler or source
/// @param arguments the record class that messages are bound to; empty for a source
/// @param description the author's description of what it does, if there is one
/// @param defaults creates a new instance with the default settings
/// @param loader the plugin's class loader, which becomes the context class loader of its threads
public record PluginMethod(
    MethodName name,
    Kind kind,
    Class<?> settings,
    Optional<Class<? extends Record>> arguments,
    Optional<String> description,
    Supplier<Object> defaults,
    ClassLoader loader) {

  /// The plugin's id.
  public String plugin() {
    return String.valueOf(loader.getName());
  }

  /// The name that a handler or source gives its method, read from its class file as a node does.
  ///
  /// @param type the handler or source
  /// @throws IllegalArgumentException if its name is not a constant
  public static MethodName declaredName(Class<?> type) {
    ClassLoader loader = Objects.requireNonNull(type.getClassLoader(), type.getName());
    try {
      return new HandlerReader(loader::getResource).name(type);
    } catch (RefusedJarException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /// What a method does with messages.
  public enum Kind {
    /// It executes commands.
    COMMAND,
    /// It receives events.
    EVENT,
    /// It sends events.
    SOURCE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
