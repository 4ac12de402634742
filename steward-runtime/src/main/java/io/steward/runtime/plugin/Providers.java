package io.steward.runtime.plugin;

import io.steward.api.CommandHandler;
import io.steward.api.MethodHandler;
import io.steward.api.MethodName;
import io.steward.api.Source;
import io.steward.runtime.binding.JsonSchema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/// What a plugin provides.
@SuppressWarnings({"rawtypes", "ReferenceEquality"}) // ServiceLoader knows no type arguments
final class Providers {

  private final String plugin;
  private final LayerClassLoader loader;
  private final Making making;

  /// @param patience how long the code of the plugin may take to make one of its methods
  Providers(String plugin, LayerClassLoader loader, Duration patience) {
    this.plugin = plugin;
    this.loader = loader;
    this.making = new Making(plugin, loader, patience);
  }

  /// Every method of the plugin.
  List<Method> methods() throws Refusal {
    try {
      return find();
    } catch (LinkageError | RuntimeException e) { // damaged classes are noticed anywhere
      throw new Refusal("its classes cannot be linked: " + e, e);
    }
  }

  private List<Method> find() throws Refusal {
    List<Method> methods = new ArrayList<>();
    for (var provider : providers(MethodHandler.class)) {
      methods.add(handler(provider));
    }
    for (var provider : providers(Source.class)) {
      methods.add(
          new Method(
              name(provider.type(), () -> instance(provider).method()),
              Method.Kind.SOURCE,
              record(provider.type()),
              Optional.empty(),
              () -> instance(provider),
              plugin,
              loader));
    }
    if (methods.isEmpty()) {
      throw new Refusal(
          "it provides no method: write \"provides io.steward.api.MethodHandler with ...\" in its"
              + " module descriptor");
    }
    return methods;
  }

  private <S> List<ServiceLoader.Provider<S>> providers(Class<S> type) throws Refusal {
    ModuleLayer layer = loader.layer();
    try {
      ServiceLoader<S> services =
          layer == null ? ServiceLoader.load(type, loader) : ServiceLoader.load(layer, type);
      // the loader of a layer walks its parents, too
      return services.stream()
          .filter(provider -> provider.type().getClassLoader() == loader)
          .toList();
    } catch (ServiceConfigurationError e) {
      throw new Refusal(
          "what it provides cannot be used: " + withoutPlace(String.valueOf(e.getMessage())), e);
    }
  }

  /// Without where the copy happens to be.
  private static String withoutPlace(String message) {
    return message.replaceAll("jar:file:\\S*!/", "");
  }

  private Method handler(ServiceLoader.Provider<MethodHandler> provider) throws Refusal {
    Class<? extends MethodHandler> type = provider.type();
    boolean command = CommandHandler.class.isAssignableFrom(type);
    return new Method(
        name(provider.type(), () -> instance(provider).method()),
        command ? Method.Kind.COMMAND : Method.Kind.EVENT,
        record(type),
        Optional.of(arguments(type)),
        () -> instance(provider),
        plugin,
        loader);
  }

  private static Class<?> record(Class<?> type) throws Refusal {
    if (!type.isRecord()) {
      throw new Refusal(type.getName() + " is not a record; its components are to be its settings");
    }
    return bindable(type);
  }

  /// What cannot be described can never be bound either, which its author is to hear at once.
  private static Class<?> bindable(Class<?> type) throws Refusal {
    try {
      JsonSchema.of(type);
      return type;
    } catch (IllegalArgumentException e) {
      throw new Refusal(String.valueOf(e.getMessage()), e);
    }
  }

  private static Class<?> arguments(Class<?> type) throws Refusal {
    return bindable(
        ArgumentsType.of(type)
            .orElseThrow(() ->
                new Refusal(
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

  private MethodName name(Class<?> type, Naming naming) throws Refusal {
    Exits.check(type);
    MethodName name = making.call(naming::name);
    if (name == null) {
      throw new Refusal(type.getName() + " has no name for its method");
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
