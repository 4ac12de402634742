package io.steward.runtime.plugin;

import io.steward.api.CommandHandler;
import io.steward.api.MethodHandler;
import io.steward.api.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/// Finds the methods that a plugin provides. Runs none of its code.
///
/// @param loader the plugin's class loader
@SuppressWarnings({"rawtypes", "ReferenceEquality"}) // ServiceLoader has no type arguments
record ProviderFinder(LayerClassLoader loader) {

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
      methods.add(method(provider, PluginMethod.Kind.SOURCE, Optional.empty()));
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
    return method(
        provider,
        command ? PluginMethod.Kind.COMMAND : PluginMethod.Kind.EVENT,
        Optional.of(argumentsType(type)));
  }

  private PluginMethod method(
      ServiceLoader.Provider<?> provider,
      PluginMethod.Kind kind,
      Optional<Class<? extends Record>> arguments)
      throws RefusedJarException {
    Class<?> type = provider.type();
    if (!type.isRecord()) {
      throw new RefusedJarException(
          type.getName() + " is not a record, whose components would be its settings");
    }
    ExitCallScanner.check(type);
    HandlerReader reader = new HandlerReader(loader::findResource);
    return new PluginMethod(
        reader.name(type),
        kind,
        type,
        arguments,
        reader.description(type),
        () -> instance(provider),
        loader);
  }

  private static Class<? extends Record> argumentsType(Class<?> type) throws RefusedJarException {
    return ArgumentsType.of(type)
        .orElseThrow(() ->
            new RefusedJarException(
                "the arguments of "
                    + type.getName()
                    + " are not a record: implement CommandHandler<Arguments> or"
                    + " EventHandler<Arguments> directly, with a record Arguments"));
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
