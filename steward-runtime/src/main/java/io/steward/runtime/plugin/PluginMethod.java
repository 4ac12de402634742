package io.steward.runtime.plugin;

import io.steward.api.Description;
import io.steward.api.MethodName;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/// A method that a plugin provides.
///
/// @param name its name
/// @param kind what it does with messages
/// @param settings the record class of its handler or source
/// @param arguments the record class that messages are bound to; empty for a source
/// @param defaults creates a new instance with the default settings
/// @param plugin the plugin's id
/// @param loader the plugin's class loader, which becomes the context class loader of its threads
public record PluginMethod(
    MethodName name,
    Kind kind,
    Class<?> settings,
    Optional<Class<? extends Record>> arguments,
    Supplier<Object> defaults,
    String plugin,
    ClassLoader loader) {

  /// The author's description of what it does, if there is one.
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
