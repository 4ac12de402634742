package io.steward.testkit;

import io.steward.api.EventHandler;
import io.steward.api.MethodHandler;
import io.steward.api.MethodName;
import io.steward.api.Source;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/// Finds what the plugin under test provides, in the way a node does.
@SuppressWarnings("rawtypes") // ServiceLoader knows no type arguments
final class Provided {

  private Provided() {}

  /// An instance of a handler or source with its default settings; empty when it is not provided.
  static Optional<Object> of(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    return Stream.concat(
            ServiceLoader.load(MethodHandler.class, loader).stream(),
            ServiceLoader.load(Source.class, loader).stream())
        .filter(provider -> provider.type() == type)
        .<Object>map(ServiceLoader.Provider::get)
        .findFirst();
  }

  /// The handler of the events of a method, with its default settings, from the plugin of a source.
  static Optional<EventHandler<?>> receiver(MethodName method, Class<?> source) {
    return ServiceLoader.load(MethodHandler.class, source.getClassLoader()).stream()
        .filter(provider -> EventHandler.class.isAssignableFrom(provider.type()))
        .map(ServiceLoader.Provider::get)
        .filter(handler -> handler.method().equals(method))
        .<EventHandler<?>>map(EventHandler.class::cast)
        .findFirst();
  }
}
