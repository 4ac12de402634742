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

/// What a plugin provides.
@SuppressWarnings({"rawtypes", "ReferenceEquality"}) // ServiceLoader knows no type arguments
final class ProviderFinder {

  private final String plugin;
  private final LayerClassLoader loader;
  private final PluginInstantiator instantiator;

  /// @param patience how long the code of the plugin may take to make one of its methods
  ProviderFinder(String plugin, LayerClassLoader loader, Duration patience) {
    this.plugin = plugin;
    this.loader = loader;
    this.instantiator = new PluginInstantiator(plugin, loader, patience);
  }

  /// Every method of the plugin.
  List<PluginMethod> methods() throws RefusedJarException {
    try {
      return findMethods();
    } catch (LinkageError | RuntimeException e) { // damaged classes are noticed anywhere
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
          "it provides no method: write \"provides io.steward.api.MethodHandler with ...\" in its"
              + " module descriptor");
    }
    return methods;
  }

  private <S> List<ServiceLoader.Provider<S>> providers(Class<S> type) throws RefusedJarException {
    ModuleLayer layer = loader.layer();
    try {
      ServiceLoader<S> services =
          layer == null ? ServiceLoader.load(type, loader) : ServiceLoader.load(layer, type);
      // the loader of a layer walks its parents, too
      return services.stream()
          .filter(provider -> provider.type().getClassLoader() == loader)
          .toList();
    } catch (ServiceConfigurationError e) {
      throw new RefusedJarException(
          "what it provides cannot be used: " + withoutPath(String.valueOf(e.getMessage())), e);
    }
  }

  /// Without where the copy happens to be.
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
          type.getName() + " is not a record; its components are to be its settings");
    }
    return checkBindable(type);
  }

  /// What cannot be described can never be bound either, which its author is to hear at once.
  private static Class<?> checkBindable(Class<?> type) throws RefusedJarException {
    try {
      JsonSchema.of(type);
      return type;
    } catch (IllegalArgumentException e) {
      throw new RefusedJarException(String.valueOf(e.getMessage()), e);
    }
  }

  private static Class<?> argumentsType(Class<?> type) throws RefusedJarException {
    return checkBindable(
        ArgumentsType.of(type)
            .orElseThrow(() ->
                new RefusedJarException(
                    "the arguments of "
                        + type.getName()
                        + " are not a record: implement CommandHandler<Arguments> or"
                        + " EventHandler<Arguments> directly, with a record Arguments")));
  }

  /// Something of the plugin's that gives a name.
  @FunctionalInterface
  private interface Naming {
    MethodName name();
  }

  private MethodName name(Class<?> type, Naming naming) throws RefusedJarException {
    ExitCallScanner.check(type);
    MethodName name = instantiator.call(naming::name);
    if (name == null) {
      throw new RefusedJarException(type.getName() + " has no name for its method");
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
