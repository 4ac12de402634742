package io.steward.runtime.config;

import io.steward.api.Description;
import io.steward.api.NodeName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The configuration of a node.
///
/// @param node its name
/// @param broker how to reach the broker
/// @param data its data folder
/// @param labels by which it can be targeted
/// @param heartbeat the interval of its heartbeats
/// @param limits the limits of its resources
/// @param metrics where it serves its metrics
/// @param jobs makes it a station that runs jobs
/// @param fleet the fleet it belongs to
/// @param plugins where its methods come from
/// @param commands the bindings of commands it executes
/// @param events the bindings of events it receives
/// @param sources the bindings of sources it runs
/// @param startup commands it executes whenever it starts
public record NodeConfig(
    @Description("The node's unique name.") NodeName node,
    @Description("How to reach the broker.") Optional<BrokerConfig> broker,
    @Description("The data folder, relative to this file. Default: data/<node>.")
        Optional<Path> data,
    @Description("Labels by which the node can be targeted.") Map<String, String> labels,
    @Description("The interval of heartbeats, 100ms to 1h. Default: 15s.")
        Optional<Duration> heartbeat,
    @Description("The limits of the node.") Optional<LimitsConfig> limits,
    @Description("Where the node serves its metrics. Default: nowhere.")
        Optional<MetricsConfig> metrics,
    @Description("Makes the node a station that runs jobs. Default: it runs none.")
        Optional<JobsConfig> jobs,
    @Description("The fleet that the node belongs to.") Optional<FleetConfig> fleet,
    @Description("Where the node's methods come from.") Optional<PluginsConfig> plugins,
    @Description("The commands it executes: <method>.<domain> to a binding.")
        Map<BindingKey, CommandBinding> commands,
    @Description("The events it receives: <method>.<domain> to a binding.")
        Map<BindingKey, EventBinding> events,
    @Description("The sources it runs: <method>.<domain> to a binding.")
        Map<BindingKey, SourceBinding> sources,
    @Description("The commands it executes whenever it starts, in this order.")
        List<StartupCommand> startup) {

  private static final Duration DEFAULT_HEARTBEAT = Duration.ofSeconds(15);
  private static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(30);

  public NodeConfig {
    if (heartbeat
        .filter(value ->
            value.compareTo(Duration.ofMillis(100)) < 0 || value.compareTo(Duration.ofHours(1)) > 0)
        .isPresent()) {
      throw new IllegalArgumentException("heartbeat must be from 100ms to 1h");
    }
  }

  /// The keys of changed parts that take effect only at a start of the node.
  public List<String> fixedDifferences(NodeConfig running) {
    Map<String, Boolean> same = new LinkedHashMap<>();
    same.put("node", node.equals(running.node));
    same.put("broker", broker.equals(running.broker));
    same.put("data", data.equals(running.data));
    same.put("heartbeat", heartbeat.equals(running.heartbeat));
    same.put("limits", limits.equals(running.limits));
    same.put("metrics", metrics.equals(running.metrics));
    same.put("jobs", jobs.equals(running.jobs));
    same.put("fleet", fleet.equals(running.fleet));
    same.put("plugins.folder", pluginsConfig().folder().equals(running.pluginsConfig().folder()));
    same.put(
        "plugins.patience", pluginsConfig().patience().equals(running.pluginsConfig().patience()));
    same.values().removeIf(equal -> equal);
    return List.copyOf(same.keySet());
  }

  /// This configuration with those parts of the running one.
  public NodeConfig withFixedPartsOf(NodeConfig running) {
    return new NodeConfig(
        running.node,
        running.broker,
        running.data,
        labels,
        running.heartbeat,
        running.limits,
        running.metrics,
        running.jobs,
        running.fleet,
        Optional.of(pluginsConfig().withFixedPartsOf(running.pluginsConfig())),
        commands,
        events,
        sources,
        startup);
  }

  /// How long running handlers may take to finish when their plugin is replaced.
  public Duration patience() {
    return pluginsConfig().patience().orElse(DEFAULT_PATIENCE);
  }

  private PluginsConfig pluginsConfig() {
    return plugins.orElse(PluginsConfig.DEFAULT);
  }

  /// The interval of heartbeats.
  public Duration heartbeatInterval() {
    return heartbeat.orElse(DEFAULT_HEARTBEAT);
  }
}
