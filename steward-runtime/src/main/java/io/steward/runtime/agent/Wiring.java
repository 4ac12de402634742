package io.steward.runtime.agent;

import io.steward.api.CommandHandler;
import io.steward.api.EventHandler;
import io.steward.api.MessageType;
import io.steward.api.Source;
import io.steward.runtime.binding.Plain;
import io.steward.runtime.config.CommandBinding;
import io.steward.runtime.config.EventBinding;
import io.steward.runtime.config.MethodKey;
import io.steward.runtime.config.NodeConfig;
import io.steward.runtime.config.SourceBinding;
import io.steward.runtime.config.StartupCommand;
import io.steward.runtime.plugin.Method;
import io.steward.runtime.process.CommandSpec;
import io.steward.runtime.process.EventSpec;
import io.steward.runtime.process.SourceSpec;
import io.steward.runtime.process.StartupSpec;
import io.steward.runtime.process.Work;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Makes a node's work of what its configuration binds and its plugins provide.
///
/// @param config what is bound
/// @param fitting what is provided for it
record Wiring(NodeConfig config, Fitting fitting) {

  /// What the node is to do. A binding whose method no plugin has any more is a vacancy.
  Work work() {
    Map<String, String> vacancies = new LinkedHashMap<>();
    List<CommandSpec<?>> commands = new ArrayList<>();
    config
        .commands()
        .forEach((key, binding) ->
            found(Method.Kind.COMMAND, key, vacancies)
                .ifPresent(fitted -> commands.add(command(key, binding, fitted))));
    List<EventSpec<?>> events = new ArrayList<>();
    config
        .events()
        .forEach((key, binding) ->
            found(Method.Kind.EVENT, key, vacancies)
                .ifPresent(fitted -> events.add(event(key, binding, fitted))));
    List<SourceSpec> sources = new ArrayList<>();
    config
        .sources()
        .forEach((key, binding) ->
            found(Method.Kind.SOURCE, key, vacancies)
                .ifPresent(fitted -> sources.add(source(key, binding, fitted))));
    List<StartupSpec> startup = config.startup().stream().map(this::startup).toList();
    return new Work(commands, events, sources, startup, vacancies);
  }

  private Optional<Fitting.Fitted> found(
      Method.Kind kind, MethodKey key, Map<String, String> vacancies) {
    Optional<Fitting.Fitted> found = fitting.find(kind, key);
    if (found.isEmpty()) {
      vacancies.put(name(kind, key), "no plugin here has the method " + key.method() + " any more");
    }
    return found;
  }

  /// The names of the processes that work with a plugin.
  Set<String> processesOf(String plugin) {
    Set<String> names = new HashSet<>();
    Map<Method.Kind, Set<MethodKey>> bound =
        Map.of(
            Method.Kind.COMMAND, config.commands().keySet(),
            Method.Kind.EVENT, config.events().keySet(),
            Method.Kind.SOURCE, config.sources().keySet());
    bound.forEach((kind, keys) ->
        keys.forEach(key ->
            fitting
                .find(kind, key)
                .filter(fitted -> fitted.method().plugin().equals(plugin))
                .ifPresent(fitted -> names.add(name(kind, key)))));
    return names;
  }

  private String name(Method.Kind kind, MethodKey key) {
    return switch (kind) {
      case COMMAND -> key.at(config.node(), MessageType.COMMAND).toString();
      case EVENT -> key.at(config.node(), MessageType.EVENT).toString();
      case SOURCE -> SourceSpec.name(config.node(), key.method(), key.domain());
    };
  }

  private StartupSpec startup(StartupCommand command) {
    return new StartupSpec(
        command.command().at(config.node(), MessageType.COMMAND),
        command
            .arguments()
            .filter(arguments -> !arguments.isNothing())
            .<Object>map(Plain::of)
            .orElse(Map.of()),
        command.timeout());
  }

  private CommandSpec<?> command(MethodKey key, CommandBinding binding, Fitting.Fitted fitted) {
    return spec(key, binding, fitted, fitted.method().arguments().orElseThrow());
  }

  private <A> CommandSpec<A> spec(
      MethodKey key, CommandBinding binding, Fitting.Fitted fitted, Class<A> arguments) {
    @SuppressWarnings("unchecked") // the class says what its arguments are, and was asked
    Supplier<CommandHandler<A>> handlers = () -> (CommandHandler<A>) fitted.instances().get();
    return new CommandSpec<>(
        key.at(config.node(), MessageType.COMMAND),
        binding::allows,
        binding.longestRun(),
        binding.atATime(),
        binding.waiting(),
        binding.repeatable().orElseGet(() -> handlers.get().repeatable()),
        binding.head(),
        binding.tail(),
        handlers,
        arguments,
        fitted.method().loader(),
        revision(binding, fitted));
  }

  /// What a process was made of: other settings, or a plugin loaded anew, make it another.
  private static Object revision(Object binding, Fitting.Fitted fitted) {
    return List.of(Plain.of(binding), fitted.method().loader());
  }

  private EventSpec<?> event(MethodKey key, EventBinding binding, Fitting.Fitted fitted) {
    return spec(key, binding, fitted, fitted.method().arguments().orElseThrow());
  }

  private <A> EventSpec<A> spec(
      MethodKey key, EventBinding binding, Fitting.Fitted fitted, Class<A> arguments) {
    @SuppressWarnings("unchecked") // as above
    Supplier<EventHandler<A>> handlers = () -> (EventHandler<A>) fitted.instances().get();
    return new EventSpec<>(
        key.at(config.node(), MessageType.EVENT),
        binding::allows,
        handlers,
        arguments,
        fitted.method().loader(),
        revision(binding, fitted));
  }

  private SourceSpec source(MethodKey key, SourceBinding binding, Fitting.Fitted fitted) {
    return new SourceSpec(
        key.method(),
        key.domain(),
        binding.to(),
        () -> (Source) fitted.instances().get(),
        fitted.method().loader(),
        revision(binding, fitted));
  }
}
