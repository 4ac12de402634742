package io.steward.runtime.node;

import io.steward.api.NodeName;
import io.steward.runtime.access.BrokerAddress;
import io.steward.runtime.access.LocalBrokerFolder;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.ConnectOptions;
import io.steward.runtime.bus.Credentials;
import io.steward.runtime.bus.NatsBus;
import io.steward.runtime.bus.ReplySubjects;
import io.steward.runtime.bus.StreamLayout;
import io.steward.runtime.concurrent.ThreadFailures;
import io.steward.runtime.config.ConfigDraft;
import io.steward.runtime.config.ConfigFile;
import io.steward.runtime.config.FleetConfig;
import io.steward.runtime.config.ListenAddress;
import io.steward.runtime.config.ObjectsConfig;
import io.steward.runtime.databind.ByteSize;
import io.steward.runtime.databind.ProblemsException;
import io.steward.runtime.engine.EngineContext;
import io.steward.runtime.engine.EngineTime;
import io.steward.runtime.engine.MetricsListener;
import io.steward.runtime.engine.Timers;
import io.steward.runtime.fleet.FleetClock;
import io.steward.runtime.fleet.UnitDocument;
import io.steward.runtime.jobs.JobController;
import io.steward.runtime.ledger.Ledger;
import io.steward.runtime.log.RecentLogHandler;
import io.steward.runtime.metrics.MetricsEndpoint;
import io.steward.runtime.metrics.NodeMetrics;
import io.steward.runtime.plugin.PluginFolder;
import java.io.IOException;
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

/// A node, built from its configuration and its plugins: first prepared, then started, then closed.
///
/// Preparing reports every problem and starts nothing, so several nodes can be prepared before the
/// first one starts. A prepared node holds the lock on its data folder until it is closed.
public final class Node implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Node.class);
  private final PreparedNode prepared;
  private final Map<String, String> environment;
  private final DataFolderLock dataLock;
  private final PluginFolder plugins;
  private final List<AutoCloseable> closeables = new ArrayList<>();
  private final FleetClock clock = FleetClock.system();
  private final ThreadFailures failures = new ThreadFailures();
  private @Nullable NodeEngine engine;
  private @Nullable UnitStateBuilder state;
  private volatile @Nullable Reloader reloader;
  private final List<Supplier<Optional<String>>> problemSources = new CopyOnWriteArrayList<>();

  private Node(
      PreparedNode prepared,
      Map<String, String> environment,
      DataFolderLock dataLock,
      PluginFolder plugins) {
    this.prepared = prepared;
    this.environment = environment;
    this.dataLock = dataLock;
    this.plugins = plugins;
  }

  /// Prepares a node.
  ///
  /// @param config the configuration file
  /// @param environment the values of the variables in it
  /// @throws ProblemsException with all problems of the configuration
  /// @throws IOException if the data folder is unusable, locked by another node or that of another
  ///   one, or if the plugin folder cannot be read
  public static Node prepare(Path config, Map<String, String> environment)
      throws ProblemsException, IOException {
    var _ = RecentLogHandler.install(); // records jars refused from here on, for later reports
    ConfigDraft draft = ConfigDraft.read(config, environment);
    DataFolderLock dataLock = lock(ValidatedConfig.bindOrReportAll(draft));
    try {
      // staged below the locked data folder, so what a killed node left there is safe to delete
      Path copies = dataLock.folder().resolve("staging");
      PluginFolder plugins =
          PluginFolder.open(draft.plugins(), PluginPolicyReader.of(draft), copies);
      try {
        return new Node(PreparedNode.of(draft, plugins), environment, dataLock, plugins);
      } catch (ProblemsException e) {
        plugins.close();
        throw e;
      }
    } catch (ProblemsException | IOException e) {
      dataLock.close();
      throw e;
    }
  }

  private static DataFolderLock lock(ConfigFile file) throws IOException {
    return DataFolderLock.tryAcquire(file.data(), file.config().node())
        .orElseThrow(() ->
            new IOException(
                "another program already runs " + file.config().node() + " on " + file.data()));
  }

  /// The node's configuration.
  public ConfigFile file() {
    return prepared.file();
  }

  /// The node's name.
  public NodeName name() {
    return file().config().node();
  }

  /// The node's plugins.
  public PluginFolder plugins() {
    return plugins;
  }

  /// Starts the node. The broker may still be unreachable.
  ///
  /// @param broker replaces the configured brokers and their credentials, if present; with a login
  ///   if it requires one
  /// @throws IOException if the data folder is unusable
  public void start(Optional<BrokerAddress> broker) throws IOException {
    Instant started = clock.local().instant();
    ConfigFile file = file();
    List<BrokerAddress> servers = broker.map(List::of).orElse(file.broker().servers());
    Credentials credentials =
        broker.isPresent() ? new Credentials.None() : new BrokerSecrets(file).credentials();
    try {
      Ledger ledger = Ledger.open(file.data(), clock, file.limits().maxBodyBytes());
      closeables.add(ledger);
      ConnectOptions options =
          ConnectOptions.of(credentials, servers)
              .withLocal(LocalBrokerFolder.of(environment))
              .withReplies(ReplySubjects.alsoBelow(file.broker().replies()));
      Bus bus = NatsBus.open(options, name().value(), layout(file.fleet()));
      closeables.add(bus);
      Timers timers = Timers.system();
      closeables.add(timers);
      HeartbeatPublisher heartbeat =
          new HeartbeatPublisher(
              bus, name(), file.config().heartbeatInterval(), clock, this::document, failures);
      Optional<NodeMetrics> metrics =
          file.config()
              .metrics()
              .map(_ ->
                  new NodeMetrics(
                      new NodeGauges(this::reports, ledger, new SessionCounter(bus), heartbeat)));
      NodeEngine running =
          NodeEngine.start(
              EngineContext.of(
                  name(),
                  new EngineTime(clock, timers),
                  metrics.<MetricsListener>map(measuring -> measuring).orElse(MetricsListener.NONE),
                  failures),
              layout(file.fleet()),
              file.data(),
              bus,
              ledger,
              prepared.workload(),
              new DeferredNodeControl(() -> reloader));
      engine = running;
      closeables.add(running);
      Reloader newReloader =
          new Reloader(running, plugins, prepared, environment, file.config().patience());
      reloader = newReloader;
      running.onChange(heartbeat::publishSoon);
      metrics.ifPresent(this::openMetricsEndpoint);
      if (file.broker().system().isPresent()) {
        openDisconnectMonitor(
            new DisconnectMonitor(
                servers,
                new BrokerSecrets(file).credentials(file.broker().system().get()),
                bus,
                name(),
                clock,
                heartbeat::publishSoon));
      }
      UnitStateBuilder newState =
          new UnitStateBuilder(
              newReloader::file, plugins, ledger, running, started, bus, this::currentProblems);
      state = newState;
      heartbeat.start();
      closeables.add(heartbeat);
      file.config()
          .jobs()
          .ifPresent(jobs ->
              closeables.add(JobController.open(name(), bus, clock, jobs::allows, failures)));
      closeables.add(new DiscoveryResponder(bus, name(), newState::serviceInfo));
      ConfigWatcher watcher =
          new ConfigWatcher(
              name().value(), file.file(), prepared.draft().plugins(), newReloader, failures);
      closeables.add(watcher);
      watcher.start();
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /// Serves the metrics. If that fails, the node runs without them and reports the reason in its
  /// state.
  private void openMetricsEndpoint(NodeMetrics metrics) {
    ListenAddress where = file().config().metrics().orElseThrow().listen();
    try {
      closeables.add(MetricsEndpoint.open(where.host(), where.port(), metrics));
    } catch (IOException e) {
      String problem = "cannot serve metrics on " + where + ": " + e.getMessage();
      log.error("{}: {}", name(), problem);
      problemSources.add(() -> Optional.of(problem));
    }
  }

  private void openDisconnectMonitor(DisconnectMonitor links) {
    closeables.add(links);
    problemSources.add(links::problem);
  }

  private List<String> currentProblems() {
    List<String> problems =
        new ArrayList<>(problemSources.stream().flatMap(each -> each.get().stream()).toList());
    Reloader current = reloader;
    if (current != null) {
      problems.addAll(current.problems());
    }
    return problems;
  }

  private static StreamLayout layout(FleetConfig fleet) {
    return new StreamLayout(
        fleet.prefix().orElse(Addresses.DEFAULT_PREFIX),
        fleet.shards().orElse(StreamLayout.SMALL.shards()),
        fleet.replicas().orElse(StreamLayout.SMALL.replicas()),
        fleet.retention().orElse(StreamLayout.SMALL.retention()),
        new StreamLayout.Objects(
            fleet
                .objects()
                .flatMap(ObjectsConfig::size)
                .map(ByteSize::bytes)
                .orElse(StreamLayout.Objects.DEFAULT.size()),
            fleet
                .objects()
                .flatMap(ObjectsConfig::retention)
                .orElse(StreamLayout.Objects.DEFAULT.retention())));
  }

  private UnitDocument document(boolean stopping) {
    return Objects.requireNonNull(state, "not started").document(stopping);
  }

  private List<UnitDocument.ProcessReport> reports() {
    NodeEngine running = engine;
    return running == null ? List.of() : running.reports();
  }

  /// Stops the node: announces that it stops, accepts nothing more, and ends what is running.
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
