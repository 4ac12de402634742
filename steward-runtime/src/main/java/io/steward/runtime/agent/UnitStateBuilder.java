package io.steward.runtime.agent;

import io.steward.api.MethodName;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.config.BindingKey;
import io.steward.runtime.config.ConfigFile;
import io.steward.runtime.config.NodeConfig;
import io.steward.runtime.databind.JsonSchema;
import io.steward.runtime.fleet.FleetClock;
import io.steward.runtime.fleet.ServiceInfo;
import io.steward.runtime.fleet.UnitDocument;
import io.steward.runtime.ledger.Ledger;
import io.steward.runtime.plugin.LoadedPlugin;
import io.steward.runtime.plugin.PluginFolder;
import io.steward.runtime.plugin.PluginMethod;
import io.steward.runtime.plugin.RefusedJar;
import io.steward.runtime.process.Facts;
import io.steward.runtime.process.Node;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// What a running node says of itself, to the bucket of units and to whoever asks for services.
///
/// @param configFile its configuration
/// @param plugins what is in its folder
/// @param ledger what it has accepted
/// @param node its processes
/// @param clock by which it says when
/// @param started when it started
/// @param bus over which it says it
/// @param nodeProblems what keeps it from showing its metrics or hearing of disconnects, if
///   anything
record UnitStateBuilder(
    Supplier<ConfigFile> configFile,
    PluginFolder plugins,
    Ledger ledger,
    Node node,
    FleetClock clock,
    Instant started,
    Bus bus,
    Supplier<List<String>> nodeProblems) {

  /// The whole of it.
  ///
  /// @param goodbye whether it is the last for now
  UnitDocument document(boolean goodbye) {
    ConfigFile file = configFile.get();
    NodeConfig config = file.config();
    Instant at = clock.local().instant();
    Facts.MergedFacts facts = node.facts().merged();
    List<String> problems = new ArrayList<>(nodeProblems.get());
    problems.addAll(ledger.problems());
    problems.addAll(facts.problems());
    problems.addAll(node.problems());
    return new UnitDocument(
        config.node().value(),
        version(),
        started,
        at,
        config.heartbeatInterval(),
        goodbye ? Optional.of(at) : Optional.empty(),
        session(),
        config.labels(),
        Map.of(
            "os", System.getProperty("os.name"),
            "version", System.getProperty("os.version"),
            "arch", System.getProperty("os.arch"),
            "java", Runtime.version().toString()),
        facts.facts(),
        pluginReports(plugins, boundMethods(config)),
        node.reports(),
        schedules(),
        NodeGauges.countOrUnknown(ledger::size),
        NodeGauges.countOrUnknown(ledger.outgoing()::size),
        clock.offset().map(Duration::toMillis),
        problems,
        new UnitDocument.ConfigReport(file.file().toString(), file.digest()));
  }

  private Optional<String> session() {
    try {
      return Optional.of(bus.session());
    } catch (IOException notYet) {
      return Optional.empty();
    }
  }

  /// The ledger's own problem is told as such.
  private List<UnitDocument.ScheduleReport> schedules() {
    try {
      return node.schedules();
    } catch (IOException e) {
      return List.of();
    }
  }

  /// What of it the NATS services protocol asks for.
  ServiceInfo serviceInfo() {
    NodeConfig config = configFile.get().config();
    return new ServiceInfo(config.node(), version(), config.labels(), started, node.reports());
  }

  /// The version of steward; a semantic one, as those who ask for services demand.
  private static String version() {
    return Optional.ofNullable(UnitStateBuilder.class.getModule().getDescriptor())
        .flatMap(ModuleDescriptor::rawVersion)
        .orElse("0.0.0-unknown");
  }

  /// What is in a folder of plugins.
  ///
  /// @param described the commands that are reported with what they take
  static List<UnitDocument.PluginReport> pluginReports(
      PluginFolder plugins, Set<MethodName> described) {
    List<UnitDocument.PluginReport> reports = new ArrayList<>();
    plugins.plugins().forEach(plugin -> reports.add(report(plugin, described)));
    plugins.refused().forEach(jar -> reports.add(report(jar)));
    return reports;
  }

  private static Set<MethodName> boundMethods(NodeConfig config) {
    return config.commands().keySet().stream().map(BindingKey::method).collect(Collectors.toSet());
  }

  private static UnitDocument.PluginReport report(LoadedPlugin plugin, Set<MethodName> described) {
    List<UnitDocument.MethodReport> methods =
        plugin.methods().stream().map(method -> report(method, described)).toList();
    return new UnitDocument.PluginReport(
        plugin.id(),
        plugin.version(),
        plugin.sha256(),
        plugin.signature().signerNames(),
        methods,
        Optional.empty());
  }

  private static UnitDocument.MethodReport report(PluginMethod method, Set<MethodName> described) {
    Optional<PluginMethod> bound =
        Optional.of(method)
            .filter(each ->
                each.kind() == PluginMethod.Kind.COMMAND && described.contains(each.name()));
    return new UnitDocument.MethodReport(
        method.name().value(),
        method.kind().toString(),
        bound.flatMap(PluginMethod::description),
        bound.flatMap(PluginMethod::arguments).map(JsonSchema::of));
  }

  private static UnitDocument.PluginReport report(RefusedJar jar) {
    return new UnitDocument.PluginReport(
        jar.jar().getFileName().toString(),
        "",
        "",
        List.of(),
        List.of(),
        Optional.of(jar.reason()));
  }
}
