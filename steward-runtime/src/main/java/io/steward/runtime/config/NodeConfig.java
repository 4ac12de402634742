package io.steward.runtime.config;

import io.steward.api.Description;
import io.steward.api.NodeName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A node, as its operator wants it.
///
/// @param node its name
/// @param broker where the broker is
/// @param data where it keeps what it must not forget
/// @param labels what it can be chosen by
/// @param heartbeat how often it says that it is there
/// @param limits what it does not let grow without end
/// @param metrics where it shows what it measures
/// @param jobs whether it is a station that carries jobs out
/// @param fleet which fleet it is of
/// @param plugins where its methods come from
/// @param commands what it executes
/// @param events what it receives
/// @param sources what it sends
/// @param startup what it executes whenever it starts
public record NodeConfig(
    @Description("The node's unique name.") NodeName node,
    @Description("Where the broker is.") Optional<BrokerConfig> broker,
    @Description(
            "The folder for what it must not forget, from this file; data/<node> when not said.")
        Optional<Path> data,
    @Description("What it can be chosen by.") Map<String, String> labels,
    @Description("How often it says that it is there, 100ms to 1h; 15s when not said.")
        Optional<Duration> heartbeat,
    @Description("What it does not let grow without end.") Optional<LimitsConfig> limits,
    @Description("Where it shows what it measures; nowhere when not said.")
        Optional<MetricsConfig> metrics,
    @Description("That it is a station that carries jobs out; it is none when not said.")
        Optional<JobsConfig> jobs,
    @Description("Which fleet it is of.") Optional<FleetConfig> fleet,
    @Description("Where its methods come from.") Optional<PluginsConfig> plugins,
    @Description("What it executes: <method>.<domain> to its binding.")
        Map<BindingKey, CommandBinding> commands,
    @Description("What it receives: <method>.<domain> to its binding.")
        Map<BindingKey, EventBinding> events,
    @Description("What it sends: <method>.<domain> to its binding.")
        Map<BindingKey, SourceBinding> sources,
    @Description("What it executes whenever it starts, in this order.")
        List<StartupCommand> startup) {

  private static final Duration DEFAULT_HEARTBEAT = Duration.ofSeconds(15);
  private static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(30);

  public NodeConfig {
    if (heartbeat
        .filter(value ->
            value.compareTo(Duration.ofMillis(100)) < 0 || value.compareTo(Duration.ofHours(1)) > 0)
        .isPresent()) {
      throw new IllegalArgumentException("heartbeat is from 100ms to 1h");
    }
  }

  /// Which parts are different from those a node was started with, and take effect at a start only.
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

  /// This one with those parts of another.
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

  /// How long what runs may go on when its plugin is replaced.
  public Duration patience() {
    return pluginsConfig().patience().orElse(DEFAULT_PATIENCE);
  }

  private PluginsConfig pluginsConfig() {
    return plugins.orElse(PluginsConfig.DEFAULT);
  }

  /// How often it says that it is there.
  public Duration heartbeatInterval() {
    return heartbeat.orElse(DEFAULT_HEARTBEAT);
  }
}
