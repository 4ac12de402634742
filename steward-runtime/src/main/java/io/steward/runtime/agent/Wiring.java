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
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Makes a node's work of what its configuration binds and its plugins provide.
///
/// @param config what is bound
/// @param fitting what is provided for it
record Wiring(NodeConfig config, Fitting fitting) {

  /// What the node is to do.
  Work work() {
    Stream<CommandSpec<?>> commands =
        config.commands().entrySet().stream()
            .map(binding -> command(binding.getKey(), binding.getValue()));
    Stream<EventSpec<?>> events =
        config.events().entrySet().stream()
            .map(binding -> event(binding.getKey(), binding.getValue()));
    List<SourceSpec> sources =
        config.sources().entrySet().stream()
            .map(binding -> source(binding.getKey(), binding.getValue()))
            .toList();
    List<StartupSpec> startup = config.startup().stream().map(this::startup).toList();
    return new Work(commands.toList(), events.toList(), sources, startup);
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

  private CommandSpec<?> command(MethodKey key, CommandBinding binding) {
    Fitting.Fitted fitted = fitting.find(Method.Kind.COMMAND, key);
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
        fitted.method().loader());
  }

  private EventSpec<?> event(MethodKey key, EventBinding binding) {
    Fitting.Fitted fitted = fitting.find(Method.Kind.EVENT, key);
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
        fitted.method().loader());
  }

  private SourceSpec source(MethodKey key, SourceBinding binding) {
    Fitting.Fitted fitted = fitting.find(Method.Kind.SOURCE, key);
    return new SourceSpec(
        key.method(),
        key.domain(),
        binding.to(),
        () -> (Source) fitted.instances().get(),
        fitted.method().loader());
  }
}
