package io.steward.runtime.agent;

import io.steward.api.CommandHandler;
import io.steward.api.EventHandler;
import io.steward.api.MessageType;
import io.steward.api.Source;
import io.steward.runtime.binding.Binder;
import io.steward.runtime.binding.Nearest;
import io.steward.runtime.binding.Position;
import io.steward.runtime.binding.Problem;
import io.steward.runtime.binding.ProblemsException;
import io.steward.runtime.binding.Tree;
import io.steward.runtime.config.CommandBinding;
import io.steward.runtime.config.ConfigFile;
import io.steward.runtime.config.EventBinding;
import io.steward.runtime.config.MethodKey;
import io.steward.runtime.config.NodeConfig;
import io.steward.runtime.config.SourceBinding;
import io.steward.runtime.plugin.Method;
import io.steward.runtime.plugin.PluginFolder;
import io.steward.runtime.process.CommandSpec;
import io.steward.runtime.process.EventSpec;
import io.steward.runtime.process.SourceSpec;
import io.steward.runtime.process.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Matches what a configuration binds with what the plugins provide.
final class Wiring {

  private final ConfigFile file;
  private final PluginFolder plugins;
  private final List<Problem> problems = new ArrayList<>();

  private Wiring(ConfigFile file, PluginFolder plugins) {
    this.file = file;
    this.plugins = plugins;
  }

  /// What the node is to do.
  ///
  /// @throws ProblemsException with every binding that no plugin fits
  static Work wire(ConfigFile file, PluginFolder plugins) throws ProblemsException {
    Wiring wiring = new Wiring(file, plugins);
    NodeConfig config = file.config();
    List<CommandSpec<?>> commands = new ArrayList<>();
    config.commands().forEach((key, binding) -> wiring.command(key, binding, commands));
    List<EventSpec<?>> events = new ArrayList<>();
    config.events().forEach((key, binding) -> wiring.event(key, binding, events));
    List<SourceSpec> sources = new ArrayList<>();
    config.sources().forEach((key, binding) -> wiring.source(key, binding, sources));
    if (!wiring.problems.isEmpty()) {
      throw new ProblemsException(wiring.problems);
    }
    return new Work(commands, events, sources);
  }

  private void command(MethodKey key, CommandBinding binding, List<CommandSpec<?>> into) {
    wired(key, Method.Kind.COMMAND, binding.position(), binding.with())
        .ifPresent(
            wired -> into.add(spec(key, binding, wired, wired.method().arguments().orElseThrow())));
  }

  private <A> CommandSpec<A> spec(
      MethodKey key, CommandBinding binding, Wired wired, Class<A> arguments) {
    @SuppressWarnings("unchecked") // the class says what its arguments are, and was asked
    Supplier<CommandHandler<A>> handlers = () -> (CommandHandler<A>) wired.instances().get();
    return new CommandSpec<>(
        key.at(file.config().node(), MessageType.COMMAND),
        binding::allows,
        binding.longestRun(),
        binding.atATime(),
        binding.waiting(),
        binding.repeatable().orElseGet(() -> handlers.get().repeatable()),
        binding.head(),
        binding.tail(),
        handlers,
        arguments,
        wired.method().loader());
  }

  private void event(MethodKey key, EventBinding binding, List<EventSpec<?>> into) {
    wired(key, Method.Kind.EVENT, binding.position(), binding.with())
        .ifPresent(
            wired -> into.add(spec(key, binding, wired, wired.method().arguments().orElseThrow())));
  }

  private <A> EventSpec<A> spec(
      MethodKey key, EventBinding binding, Wired wired, Class<A> arguments) {
    @SuppressWarnings("unchecked") // as above
    Supplier<EventHandler<A>> handlers = () -> (EventHandler<A>) wired.instances().get();
    return new EventSpec<>(
        key.at(file.config().node(), MessageType.EVENT),
        binding::allows,
        handlers,
        arguments,
        wired.method().loader());
  }

  private void source(MethodKey key, SourceBinding binding, List<SourceSpec> into) {
    wired(key, Method.Kind.SOURCE, binding.position(), binding.with())
        .ifPresent(wired ->
            into.add(
                new SourceSpec(
                    key.at(binding.to(), MessageType.EVENT),
                    () -> (Source) wired.instances().get(),
                    wired.method().loader())));
  }

  /// A method with a binding's settings.
  private record Wired(Method method, Supplier<Object> instances) {}

  private Optional<Wired> wired(
      MethodKey key, Method.Kind kind, Position position, Optional<Tree> with) {
    String path = kind + "s." + key;
    return method(key, kind, position, path)
        .flatMap(
            method -> settings(method, with, path).map(instances -> new Wired(method, instances)));
  }

  private Optional<Method> method(MethodKey key, Method.Kind kind, Position position, String path) {
    Optional<Method> found = plugins.find(key.method(), kind);
    if (found.isEmpty()) {
      problem(position, path, missing(key, kind));
    }
    return found;
  }

  private String missing(MethodKey key, Method.Kind kind) {
    List<Method> all = plugins.methods();
    List<String> others =
        all.stream()
            .filter(method -> method.name().equals(key.method()))
            .map(method ->
                method.kind() == Method.Kind.SOURCE ? "a source" : "for " + method.kind() + "s")
            .toList();
    if (!others.isEmpty()) {
      return "the method "
          + key.method()
          + " is "
          + String.join(" and ", others)
          + ", not "
          + wanted(kind);
    }
    List<String> names =
        all.stream()
            .filter(method -> method.kind() == kind)
            .map(method -> method.name().value())
            .distinct()
            .toList();
    return "no plugin in "
        + file.plugins()
        + " has a method "
        + key.method()
        + " for "
        + wanted(kind)
        + Nearest.hint(key.method().value(), names);
  }

  private static String wanted(Method.Kind kind) {
    return switch (kind) {
      case COMMAND -> "commands";
      case EVENT -> "events";
      case SOURCE -> "sources";
    };
  }

  /// Makes instances with the settings of a binding, after they were found to be right once.
  private Optional<Supplier<Object>> settings(Method method, Optional<Tree> with, String path) {
    String below = path + ".with";
    Supplier<Object> instances =
        () -> {
          Object defaults = method.defaults().get();
          try {
            return with.isPresent() ? Binder.overlay(defaults, with.get(), below) : defaults;
          } catch (ProblemsException e) {
            throw new IllegalStateException(e); // they were right before
          }
        };
    if (with.isPresent()) {
      try {
        Binder.overlay(method.defaults().get(), with.get(), below);
      } catch (ProblemsException e) {
        problems.addAll(e.problems());
        return Optional.empty();
      }
    }
    return Optional.of(instances);
  }

  private void problem(Position position, String path, String message) {
    problems.add(new Problem(file.file().toString(), position, path, message));
  }
}
