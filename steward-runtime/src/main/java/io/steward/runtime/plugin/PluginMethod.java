package io.steward.runtime.plugin;

import io.steward.api.Description;
import io.steward.api.MethodName;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/// A method that a plugin provides.
///
/// @param name what it is called
/// @param kind what it does with messages
/// @param settings the record that is its handler, or source
/// @param arguments the record that messages are bound to; none for a source
/// @param defaults makes a fresh instance with the default settings
/// @param plugin the plugin's id
/// @param loader the plugin's class loader, to be its threads' context class loader
public record PluginMethod(
    MethodName name,
    Kind kind,
    Class<?> settings,
    Optional<Class<?>> arguments,
    Supplier<Object> defaults,
    String plugin,
    ClassLoader loader) {

  /// What it does, where its author has said so.
  public Optional<String> description() {
    return Optional.ofNullable(settings.getAnnotation(Description.class)).map(Description::value);
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
