package io.steward.runtime.agent;

import io.steward.api.NodeName;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Layout;
import io.steward.runtime.bus.NatsBus;
import io.steward.runtime.config.ConfigDraft;
import io.steward.runtime.config.ConfigFile;
import io.steward.runtime.config.FleetConfig;
import io.steward.runtime.config.ListenAddress;
import io.steward.runtime.config.ObjectsConfig;
import io.steward.runtime.databind.ByteSize;
import io.steward.runtime.databind.ProblemsException;
import io.steward.runtime.fleet.FleetClock;
import io.steward.runtime.fleet.UnitDocument;
import io.steward.runtime.jobs.JobController;
import io.steward.runtime.ledger.Ledger;
import io.steward.runtime.log.RecentLog;
import io.steward.runtime.metrics.MetricsEndpoint;
import io.steward.runtime.metrics.NodeMetrics;
import io.steward.runtime.plugin.PluginFolder;
import io.steward.runtime.process.MetricsListener;
import io.steward.runtime.process.Node;
import io.steward.runtime.process.Timers;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A node: prepared from its configuration and its plugins, then started, then closed.
///
/// Preparing finds every problem and starts nothing, so that several nodes can be prepared before
/// the first is started. From then on, its data folder is the node's alone.
public final class Agent implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Agent.class);
  private final PreparedNode prepared;
  private final Map<String, String> environment;
  private final DataFolderLock dataLock;
  private final PluginFolder plugins;
  private final List<AutoCloseable> closeables = new ArrayList<>();
  private final FleetClock clock = FleetClock.system();
  private @Nullable Node node;
  private @Nullable UnitStateBuilder state;
  private volatile @Nullable Reloader reloader;
  private final List<Supplier<Optional<String>>> problemSources = new CopyOnWriteArrayList<>();

  private Agent(
      PreparedNode prepared,
      Map<String, String> environment,
      DataFolderLock data,
      PluginFolder plugins) {
    this.prepared = prepared;
    this.environment = environment;
    this.dataLock = data;
    this.plugins = plugins;
  }

  /// Prepares a node.
  ///
  /// @param config its configuration file
  /// @param environment what variables in it stand for
  /// @throws ProblemsException with everything that is wrong with the configuration
  /// @throws IOException when its data folder cannot be used, or another node has it, or when the
  ///   folder of plugins cannot be read
  public static Agent prepare(Path config, Map<String, String> environment)
      throws ProblemsException, IOException {
    var _ = RecentLog.install(); // a jar that is refused now is to be told later
    ConfigDraft draft = ConfigDraft.read(config, environment);
    DataFolderLock data = lock(ValidatedConfig.bindOrReportAll(draft));
    try {
      // copies of plugins are with the data: what a killed node left there is nobody else's
      Path copies = data.folder().resolve("staging");
      PluginFolder plugins =
          PluginFolder.open(draft.plugins(), PluginPolicyReader.of(draft), copies);
      try {
        return new Agent(PreparedNode.of(draft, plugins), environment, data, plugins);
      } catch (ProblemsException e) {
        plugins.close();
        throw e;
      }
    } catch (ProblemsException | IOException e) {
      data.close();
      throw e;
    }
  }

  private static DataFolderLock lock(ConfigFile file) throws IOException {
    return DataFolderLock.tryAcquire(file.data())
        .orElseThrow(() ->
            new IOException(
                "another program runs "
                    + file.config().node()
                    + " on "
                    + file.data()
                    + " already"));
  }

  /// The configuration.
  public ConfigFile file() {
    return prepared.file();
  }

  /// The node's name.
  public NodeName name() {
    return file().config().node();
  }

  /// The plugins.
  public PluginFolder plugins() {
    return plugins;
  }

  /// Starts the node. It needs no broker to be there yet.
  ///
  /// @param broker instead of the configured one
  /// @throws IOException when its data folder cannot be used
  public void start(Optional<URI> broker) throws IOException {
    Instant started = clock.local().instant();
    ConfigFile file = file();
    try {
      Ledger fresh = Ledger.open(file.data(), clock, file.limits().maxBodyBytes());
      closeables.add(fresh);
      List<URI> servers = broker.map(List::of).orElse(file.broker().servers());
      Bus bus = NatsBus.open(servers, name().value(), layout(file.fleet()));
      closeables.add(bus);
      Timers timers = Timers.system();
      closeables.add(timers);
      HeartbeatPublisher heartbeat =
          new HeartbeatPublisher(
              bus, name(), file.config().heartbeatInterval(), clock, this::document);
      Optional<NodeMetrics> metrics =
          file.config()
              .metrics()
              .map(wanted ->
                  new NodeMetrics(
                      new NodeGauges(this::reports, fresh, new SessionCounter(bus), heartbeat)));
      Node running =
          Node.start(
              name(),
              layout(file.fleet()),
              file.data(),
              bus,
              fresh,
              timers,
              clock,
              prepared.workload(),
              metrics.<MetricsListener>map(measuring -> measuring).orElse(MetricsListener.NONE),
              new DeferredNodeControl(() -> reloader));
      node = running;
      closeables.add(running);
      Reloader renewing =
          new Reloader(running, plugins, prepared, environment, file.config().patience());
      reloader = renewing;
      running.onChange(heartbeat::publishSoon);
      metrics.ifPresent(this::openMetricsEndpoint);
      file.broker()
          .system()
          .map(user ->
              new DisconnectMonitor(servers, user, bus, name(), clock, heartbeat::publishSoon))
          .ifPresent(this::openDisconnectMonitor);
      UnitStateBuilder made =
          new UnitStateBuilder(
              renewing::file, plugins, fresh, running, clock, started, bus, this::currentProblems);
      state = made;
      heartbeat.start();
      closeables.add(heartbeat);
      file.config()
          .jobs()
          .ifPresent(jobs -> closeables.add(JobController.open(name(), bus, clock, jobs::allows)));
      closeables.add(new DiscoveryResponder(bus, name(), made::serviceInfo));
      ConfigWatcher watcher =
          new ConfigWatcher(name().value(), file.file(), prepared.draft().plugins(), renewing);
      closeables.add(watcher);
      watcher.start();
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /// Shows what is measured. A node that cannot be looked at in this way works all the same: where
  /// nobody sees its metrics, its state still says why.
  private void openMetricsEndpoint(NodeMetrics metrics) {
    ListenAddress where = file().config().metrics().orElseThrow().listen();
    try {
      closeables.add(MetricsEndpoint.open(where.host(), where.port(), metrics));
    } catch (IOException e) {
      String problem = "metrics cannot be shown on " + where + ": " + e.getMessage();
      log.error("{}: {}", name(), problem);
      problemSources.add(() -> Optional.of(problem));
    }
  }

  private void openDisconnectMonitor(DisconnectMonitor links) {
    closeables.add(links);
    problemSources.add(links::problem);
  }

  private List<String> currentProblems() {
    List<String> hindered =
        new ArrayList<>(problemSources.stream().flatMap(each -> each.get().stream()).toList());
    Reloader renewing = reloader;
    if (renewing != null) {
      hindered.addAll(renewing.problems());
    }
    return hindered;
  }

  private static Layout layout(FleetConfig fleet) {
    return new Layout(
        fleet.prefix().orElse(Addresses.DEFAULT_PREFIX),
        fleet.shards().orElse(Layout.SMALL.shards()),
        fleet.replicas().orElse(Layout.SMALL.replicas()),
        fleet.retention().orElse(Layout.SMALL.retention()),
        new Layout.Objects(
            fleet
                .objects()
                .flatMap(ObjectsConfig::size)
                .map(ByteSize::bytes)
                .orElse(Layout.Objects.DEFAULT.size()),
            fleet
                .objects()
                .flatMap(ObjectsConfig::retention)
                .orElse(Layout.Objects.DEFAULT.retention())));
  }

  private UnitDocument document(boolean goodbye) {
    return Objects.requireNonNull(state, "not started").document(goodbye);
  }

  private List<UnitDocument.ProcessReport> reports() {
    Node running = node;
    return running == null ? List.of() : running.reports();
  }

  /// Stops the node: says goodbye, takes nothing more, ends what runs.
  @Override
  public void close() {
    for (AutoCloseable each : closeables.reversed()) {
      try {
        each.close();
      } catch (Exception e) {
        log.warn("closing {}: {}", each, e.toString());
      }
    }
    closeables.clear();
    plugins.close();
    dataLock.close();
  }
}
