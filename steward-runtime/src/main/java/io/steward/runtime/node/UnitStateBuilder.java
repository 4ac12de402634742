package io.steward.runtime.node;

import io.steward.api.MethodName;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.config.BindingKey;
import io.steward.runtime.config.ConfigFile;
import io.steward.runtime.config.NodeConfig;
import io.steward.runtime.databind.JsonSchema;
import io.steward.runtime.fleet.ServiceInfo;
import io.steward.runtime.fleet.UnitDocument;
import io.steward.runtime.ledger.Ledger;
import io.steward.runtime.plugin.LoadedPlugin;
import io.steward.runtime.plugin.PluginFolder;
import io.steward.runtime.plugin.PluginMethod;
import io.steward.runtime.plugin.RefusedJar;
import io.steward.runtime.process.Facts;
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

/// Builds the state document that a running node publishes to the bucket of units, and its answer
/// to service discovery.
///
/// @param configFile supplies the current configuration
/// @param plugins the plugin folder
/// @param ledger the node's ledger
/// @param engine the node's processes and its clock
/// @param started when the node started
/// @param bus its connection is named in the document
/// @param nodeProblems supplies problems of the node itself, such as metrics or disconnect events
///   that are unavailable, or a failed reload
record UnitStateBuilder(
    Supplier<ConfigFile> configFile,
    PluginFolder plugins,
    Ledger ledger,
    NodeEngine engine,
    Instant started,
    Bus bus,
    Supplier<List<String>> nodeProblems) {

  /// The state document.
  ///
  /// @param stopping whether the node is stopping, so that this document is its last
  UnitDocument document(boolean stopping) {
    ConfigFile file = configFile.get();
    NodeConfig config = file.config();
    Instant at = engine.clock().local().instant();
    Facts.MergedFacts facts = engine.facts().merged();
    List<String> problems = new ArrayList<>(nodeProblems.get());
    problems.addAll(bus.problems());
    problems.addAll(ledger.problems());
    problems.addAll(facts.problems());
    problems.addAll(engine.problems());
    return new UnitDocument(
        config.node().value(),
        version(),
        started,
        at,
        config.heartbeatInterval(),
        stopping ? Optional.of(at) : Optional.empty(),
        session(),
        config.labels(),
        Map.of(
            "os", System.getProperty("os.name"),
            "version", System.getProperty("os.version"),
            "arch", System.getProperty("os.arch"),
            "java", Runtime.version().toString()),
        facts.facts(),
        pluginReports(plugins, boundMethods(config)),
        engine.reports(),
        schedules(),
        NodeGauges.countOrUnknown(ledger::size),
        NodeGauges.countOrUnknown(ledger.outbox()::size),
        engine.clock().offset().map(Duration::toMillis),
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

  /// A ledger that cannot be read is reported among the problems.
  private List<UnitDocument.ScheduleReport> schedules() {
    try {
      return engine.schedules();
    } catch (IOException e) {
      return List.of();
    }
  }

  /// The node's description in the NATS services protocol.
  ServiceInfo serviceInfo() {
    NodeConfig config = configFile.get().config();
    return new ServiceInfo(config.node(), version(), config.labels(), started, engine.reports());
  }

  /// The version of steward: a semantic version, as the NATS services protocol requires.
  private static String version() {
    return Optional.ofNullable(UnitStateBuilder.class.getModule().getDescriptor())
        .flatMap(ModuleDescriptor::rawVersion)
        .orElse("0.0.0-unknown");
  }

  /// Reports on the plugins of a folder, including refused jars.
  ///
  /// @param described the command methods reported with their description and argument schema
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
