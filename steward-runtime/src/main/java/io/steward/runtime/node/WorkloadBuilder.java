package io.steward.runtime.node;

import io.steward.api.CommandHandler;
import io.steward.api.EventHandler;
import io.steward.api.MessageType;
import io.steward.api.Source;
import io.steward.runtime.config.BindingKey;
import io.steward.runtime.config.CommandBinding;
import io.steward.runtime.config.EventBinding;
import io.steward.runtime.config.NodeConfig;
import io.steward.runtime.config.SourceBinding;
import io.steward.runtime.config.StartupCommand;
import io.steward.runtime.databind.PlainData;
import io.steward.runtime.plugin.PluginMethod;
import io.steward.runtime.process.CommandLimits;
import io.steward.runtime.process.CommandSpec;
import io.steward.runtime.process.EventSpec;
import io.steward.runtime.process.HandlerFactory;
import io.steward.runtime.process.SourceSpec;
import io.steward.runtime.process.StartupSpec;
import io.steward.runtime.process.Workload;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Builds a node's workload from its bindings and its plugins' methods.
///
/// @param config the bindings
/// @param resolver their methods
record WorkloadBuilder(NodeConfig config, BindingResolver resolver) {

  /// The node's workload. A binding whose method no plugin provides is a vacancy.
  Workload build() {
    Map<String, String> vacancies = new LinkedHashMap<>();
    List<CommandSpec<?>> commands = new ArrayList<>();
    config
        .commands()
        .forEach((key, binding) ->
            resolve(PluginMethod.Kind.COMMAND, key, vacancies)
                .ifPresent(resolved -> commands.add(commandSpec(key, binding, resolved))));
    List<EventSpec<?>> events = new ArrayList<>();
    config
        .events()
        .forEach((key, binding) ->
            resolve(PluginMethod.Kind.EVENT, key, vacancies)
                .ifPresent(resolved -> events.add(eventSpec(key, binding, resolved))));
    List<SourceSpec> sources = new ArrayList<>();
    config
        .sources()
        .forEach((key, binding) ->
            resolve(PluginMethod.Kind.SOURCE, key, vacancies)
                .ifPresent(resolved -> sources.add(sourceSpec(key, binding, resolved))));
    List<StartupSpec> startup = config.startup().stream().map(this::startupSpec).toList();
    return new Workload(commands, events, sources, startup, vacancies);
  }

  private Optional<BindingResolver.Resolved> resolve(
      PluginMethod.Kind kind, BindingKey key, Map<String, String> vacancies) {
    Optional<BindingResolver.Resolved> found = resolver.find(kind, key);
    if (found.isEmpty()) {
      vacancies.put(processName(kind, key), "no plugin provides the method " + key.method());
    }
    return found;
  }

  /// The names of the processes that use a plugin.
  Set<String> processesOf(String plugin) {
    Set<String> names = new HashSet<>();
    Map<PluginMethod.Kind, Set<BindingKey>> bound =
        Map.of(
            PluginMethod.Kind.COMMAND, config.commands().keySet(),
            PluginMethod.Kind.EVENT, config.events().keySet(),
            PluginMethod.Kind.SOURCE, config.sources().keySet());
    bound.forEach((kind, keys) ->
        keys.forEach(key ->
            resolver
                .find(kind, key)
                .filter(resolved -> resolved.method().plugin().equals(plugin))
                .ifPresent(resolved -> names.add(processName(kind, key)))));
    return names;
  }

  private String processName(PluginMethod.Kind kind, BindingKey key) {
    return switch (kind) {
      case COMMAND -> key.subjectAt(config.node(), MessageType.COMMAND).toString();
      case EVENT -> key.subjectAt(config.node(), MessageType.EVENT).toString();
      case SOURCE -> SourceSpec.name(config.node(), key.method(), key.domain());
    };
  }

  private StartupSpec startupSpec(StartupCommand command) {
    return new StartupSpec(
        command.command().subjectAt(config.node(), MessageType.COMMAND),
        command
            .arguments()
            .filter(arguments -> !arguments.isNull())
            .<Object>map(PlainData::of)
            .orElse(Map.of()),
        command.timeout());
  }

  private CommandSpec<?> commandSpec(
      BindingKey key, CommandBinding binding, BindingResolver.Resolved resolved) {
    return typedSpec(key, binding, resolved, resolved.method().arguments().orElseThrow());
  }

  private <A extends Record> CommandSpec<A> typedSpec(
      BindingKey key,
      CommandBinding binding,
      BindingResolver.Resolved resolved,
      Class<A> arguments) {
    @SuppressWarnings("unchecked") // the arguments' type is read from the class
    Supplier<CommandHandler<A>> handlers = () -> (CommandHandler<A>) resolved.instances().get();
    return new CommandSpec<>(
        key.subjectAt(config.node(), MessageType.COMMAND),
        binding::allows,
        new CommandLimits(
            binding.maxRunTime(),
            binding.concurrency(),
            binding.mailboxCapacity(),
            binding.outputHeadBytes(),
            binding.outputTailBytes()),
        binding.repeatable().orElseGet(() -> handlers.get().repeatable()),
        new HandlerFactory<>(handlers, arguments, resolved.method().loader()),
        revision(binding, resolved));
  }

  /// Identifies what a process runs: it changes with the settings and when the plugin is loaded
  /// again.
  private static Object revision(Object binding, BindingResolver.Resolved resolved) {
    return List.of(PlainData.of(binding), resolved.method().loader());
  }

  private EventSpec<?> eventSpec(
      BindingKey key, EventBinding binding, BindingResolver.Resolved resolved) {
    return typedSpec(key, binding, resolved, resolved.method().arguments().orElseThrow());
  }

  private <A extends Record> EventSpec<A> typedSpec(
      BindingKey key, EventBinding binding, BindingResolver.Resolved resolved, Class<A> arguments) {
    @SuppressWarnings("unchecked") // as above
    Supplier<EventHandler<A>> handlers = () -> (EventHandler<A>) resolved.instances().get();
    return new EventSpec<>(
        key.subjectAt(config.node(), MessageType.EVENT),
        binding::allows,
        new HandlerFactory<>(handlers, arguments, resolved.method().loader()),
        revision(binding, resolved));
  }

  private SourceSpec sourceSpec(
      BindingKey key, SourceBinding binding, BindingResolver.Resolved resolved) {
    return new SourceSpec(
        key.method(),
        key.domain(),
        binding.to(),
        () -> (Source) resolved.instances().get(),
        resolved.method().loader(),
        revision(binding, resolved));
  }
}
