package io.steward.runtime.plugin;

import io.steward.api.CommandHandler;
import io.steward.api.MethodHandler;
import io.steward.api.MethodName;
import io.steward.api.Source;
import io.steward.runtime.databind.JsonSchema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/// Finds the methods that a plugin provides.
@SuppressWarnings({"rawtypes", "ReferenceEquality"}) // ServiceLoader has no type arguments
final class ProviderFinder {

  private final String plugin;
  private final LayerClassLoader loader;
  private final PluginInstantiator instantiator;

  /// @param instantiationTimeout how long the plugin's code may take to create one of its methods
  ProviderFinder(String plugin, LayerClassLoader loader, Duration instantiationTimeout) {
    this.plugin = plugin;
    this.loader = loader;
    this.instantiator = new PluginInstantiator(plugin, loader, instantiationTimeout);
  }

  /// All methods of the plugin.
  List<PluginMethod> methods() throws RefusedJarException {
    try {
      return findMethods();
    } catch (LinkageError | RuntimeException e) { // damaged classes may fail anywhere
      throw new RefusedJarException("its classes cannot be linked: " + e, e);
    }
  }

  private List<PluginMethod> findMethods() throws RefusedJarException {
    List<PluginMethod> methods = new ArrayList<>();
    for (var provider : providers(MethodHandler.class)) {
      methods.add(handler(provider));
    }
    for (var provider : providers(Source.class)) {
      methods.add(
          new PluginMethod(
              name(provider.type(), () -> instance(provider).method()),
              PluginMethod.Kind.SOURCE,
              settingsType(provider.type()),
              Optional.empty(),
              () -> instance(provider),
              plugin,
              loader));
    }
    if (methods.isEmpty()) {
      throw new RefusedJarException(
          "it provides no method: add \"provides io.steward.api.MethodHandler with ...\" to its"
              + " module descriptor");
    }
    return methods;
  }

  private <S> List<ServiceLoader.Provider<S>> providers(Class<S> type) throws RefusedJarException {
    ModuleLayer layer = loader.layer();
    try {
      ServiceLoader<S> services =
          layer == null ? ServiceLoader.load(type, loader) : ServiceLoader.load(layer, type);
      // a layer's ServiceLoader searches parent layers, too
      return services.stream()
          .filter(provider -> provider.type().getClassLoader() == loader)
          .toList();
    } catch (ServiceConfigurationError e) {
      throw new RefusedJarException(
          "its providers cannot be loaded: " + withoutPath(String.valueOf(e.getMessage())), e);
    }
  }

  /// Removes the path of the staged copy.
  private static String withoutPath(String message) {
    return message.replaceAll("jar:file:\\S*!/", "");
  }

  private PluginMethod handler(ServiceLoader.Provider<MethodHandler> provider)
      throws RefusedJarException {
    Class<? extends MethodHandler> type = provider.type();
    boolean command = CommandHandler.class.isAssignableFrom(type);
    return new PluginMethod(
        name(provider.type(), () -> instance(provider).method()),
        command ? PluginMethod.Kind.COMMAND : PluginMethod.Kind.EVENT,
        settingsType(type),
        Optional.of(argumentsType(type)),
        () -> instance(provider),
        plugin,
        loader);
  }

  private static Class<?> settingsType(Class<?> type) throws RefusedJarException {
    if (!type.isRecord()) {
      throw new RefusedJarException(
          type.getName() + " is not a record, whose components would be its settings");
    }
    return checkBindable(type);
  }

  /// A type without a schema could never be bound, so its author should learn that at once.
  private static <T> Class<T> checkBindable(Class<T> type) throws RefusedJarException {
    try {
      JsonSchema.of(type);
      return type;
    } catch (IllegalArgumentException e) {
      throw new RefusedJarException(String.valueOf(e.getMessage()), e);
    }
  }

  private static Class<? extends Record> argumentsType(Class<?> type) throws RefusedJarException {
    return checkBindable(
        ArgumentsType.of(type)
            .orElseThrow(() ->
                new RefusedJarException(
                    "the arguments of "
                        + type.getName()
                        + " are not a record: implement CommandHandler<Arguments> or"
                        + " EventHandler<Arguments> directly, with a record Arguments")));
  }

  /// Plugin code that returns a method's name.
  @FunctionalInterface
  private interface Naming {
    MethodName name();
  }

  private MethodName name(Class<?> type, Naming naming) throws RefusedJarException {
    ExitCallScanner.check(type);
    MethodName name = instantiator.call(naming::name);
    if (name == null) {
      throw new RefusedJarException(type.getName() + " returns null as the name of its method");
    }
    return name;
  }

  private <S> S instance(ServiceLoader.Provider<S> provider) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return provider.get();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
