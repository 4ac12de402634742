package io.steward.runtime.node;

import io.steward.api.Source;
import io.steward.runtime.config.BindingKey;
import io.steward.runtime.config.ConfigDraft;
import io.steward.runtime.databind.Binder;
import io.steward.runtime.databind.Position;
import io.steward.runtime.databind.Problem;
import io.steward.runtime.databind.ProblemsException;
import io.steward.runtime.databind.SpellingSuggestion;
import io.steward.runtime.databind.Tree;
import io.steward.runtime.plugin.PluginFolder;
import io.steward.runtime.plugin.PluginMethod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Resolves each binding to a plugin's method with the binding's settings, and collects the
/// problems of those that cannot be resolved.
final class BindingResolver {

  private static final String MISSING_RECEIVER =
      "\"to\" is missing: name the node that receives its events, for example to: central";
  private static final String UNEXPECTED_RECEIVER =
      "\"to\" is not allowed: this source sends no events; remove it";

  private final ConfigDraft draft;
  private final PluginFolder plugins;
  private final Map<Request, Resolved> resolved = new HashMap<>();
  private final List<Problem> problems = new ArrayList<>();

  /// The method that a binding requests.
  private record Request(PluginMethod.Kind kind, BindingKey key) {}

  /// A method with a binding's settings.
  ///
  /// @param instances creates a handler or source with these settings on each call
  record Resolved(PluginMethod method, Supplier<Object> instances) {}

  private BindingResolver(ConfigDraft draft, PluginFolder plugins) {
    this.draft = draft;
    this.plugins = plugins;
  }

  /// Resolves every binding and every startup command.
  static BindingResolver of(ConfigDraft draft, PluginFolder plugins) {
    BindingResolver resolver = new BindingResolver(draft, plugins);
    for (PluginMethod.Kind kind : PluginMethod.Kind.values()) {
      draft.bindings(section(kind)).forEach(binding -> resolver.resolve(kind, binding));
    }
    List<BindingKey> commands =
        draft.bindings(section(PluginMethod.Kind.COMMAND)).stream()
            .map(ConfigDraft.Binding::key)
            .toList();
    draft.startup().forEach(startup -> resolver.resolve(startup, commands));
    return resolver;
  }

  /// The method of a binding; empty if no plugin provides it.
  Optional<Resolved> find(PluginMethod.Kind kind, BindingKey key) {
    return Optional.ofNullable(resolved.get(new Request(kind, key)));
  }

  /// All problems found.
  List<Problem> problems() {
    return problems;
  }

  /// The section of the configuration that binds methods of this kind.
  static String section(PluginMethod.Kind kind) {
    return switch (kind) {
      case COMMAND -> "commands";
      case EVENT -> "events";
      case SOURCE -> "sources";
    };
  }

  private void resolve(PluginMethod.Kind kind, ConfigDraft.Binding binding) {
    String path = section(kind) + "." + binding.key();
    plugins
        .find(binding.key().method(), kind)
        .ifPresentOrElse(
            method -> {
              checkReceiver(method, binding, path);
              checkSettings(kind, method, binding, path);
            },
            () -> problem(binding, path, noSuchMethod(binding.key(), kind)));
  }

  private void problem(ConfigDraft.Binding binding, String path, String message) {
    problems.add(new Problem(draft.file().toString(), binding.position(), path, message));
  }

  private String noSuchMethod(BindingKey key, PluginMethod.Kind kind) {
    List<PluginMethod> all = plugins.methods();
    List<String> others =
        all.stream()
            .filter(method -> method.name().equals(key.method()))
            .map(method ->
                method.kind() == PluginMethod.Kind.SOURCE
                    ? "a source"
                    : "for " + section(method.kind()))
            .toList();
    if (!others.isEmpty()) {
      return "the method "
          + key.method()
          + " is "
          + String.join(" and ", others)
          + ", not for "
          + section(kind);
    }
    List<String> names =
        all.stream()
            .filter(method -> method.kind() == kind)
            .map(method -> method.name().value())
            .distinct()
            .toList();
    return "no plugin in "
        + draft.plugins()
        + " has a method "
        + key.method()
        + " for "
        + section(kind)
        + SpellingSuggestion.hint(key.method().value(), names)
        + plugins.refused().stream()
            .map(jar -> "; " + jar.jar().getFileName() + " is refused: " + jar.reason())
            .collect(Collectors.joining());
  }

  /// A source that sends events needs a receiver; any other source must not have one.
  private void checkReceiver(PluginMethod method, ConfigDraft.Binding binding, String path) {
    if (method.defaults().get() instanceof Source source
        && source.sends() != binding.hasReceiver()) {
      problem(binding, path, source.sends() ? MISSING_RECEIVER : UNEXPECTED_RECEIVER);
    }
  }

  /// A startup command must be bound, and its arguments must fit its method.
  private void resolve(ConfigDraft.Startup startup, List<BindingKey> commands) {
    if (!commands.contains(startup.key())) {
      String key = startup.key().toString();
      String hint =
          SpellingSuggestion.hint(key, commands.stream().map(BindingKey::toString).toList());
      problems.add(
          new Problem(
              draft.file().toString(),
              startup.position(),
              startup.path() + ".command",
              "no binding \"" + key + "\" under commands" + hint));
      return;
    }
    Optional.ofNullable(resolved.get(new Request(PluginMethod.Kind.COMMAND, startup.key())))
        .flatMap(found -> found.method().arguments())
        .ifPresent(arguments -> {
          try {
            Binder.bind(startup.arguments(), arguments, startup.path() + ".arguments");
          } catch (ProblemsException e) {
            problems.addAll(e.problems());
          }
        });
  }

  /// Binds the settings once now, so that creating instances from them later cannot fail.
  private void checkSettings(
      PluginMethod.Kind kind, PluginMethod method, ConfigDraft.Binding binding, String path) {
    Tree with = binding.with().orElseGet(() -> emptySettings(binding.position()));
    Supplier<Object> instances =
        () -> {
          try {
            return Binder.overlay(method.defaults().get(), with, path + ".with");
          } catch (ProblemsException e) {
            throw new IllegalStateException(e); // the same settings were bound below
          }
        };
    try {
      Binder.overlay(method.defaults().get(), with, path + ".with");
      resolved.put(new Request(kind, binding.key()), new Resolved(method, instances));
    } catch (ProblemsException e) {
      problems.addAll(e.problems());
    }
  }

  /// Empty settings, valid for a method whose defaults are complete.
  private Tree emptySettings(Position position) {
    return new Tree.Scalar(draft.file().toString(), position, "", Tree.Type.NULL);
  }
}
