package io.steward.runtime.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.engine.MetricsListener;
import java.time.Duration;
import java.util.function.ToDoubleFunction;

/// The metrics of a node, by the conventions of Prometheus.
public final class NodeMetrics implements MetricsListener {

  private static final double[] SECONDS = {
    0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 60, 300, 1800, 3600
  };

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final PolledStatistics statistics;
  private final Counter messages;
  private final Counter ignored;
  private final Histogram waits;
  private final Histogram runs;

  /// @param statistics read at each scrape
  public NodeMetrics(PolledStatistics statistics) {
    this.statistics = statistics;
    this.messages =
        Counter.builder()
            .name("steward_messages_total")
            .help("Messages that reached a state.")
            .labelNames("subject", "state")
            .register(registry);
    this.ignored =
        Counter.builder()
            .name("steward_messages_ignored_total")
            .help("Messages that were neither accepted nor answered.")
            .labelNames("reason")
            .register(registry);
    this.waits =
        seconds(
            "steward_command_wait_seconds",
            "Time from the arrival of a command to the start of its handler.");
    this.runs = seconds("steward_command_run_seconds", "Time that handlers worked on commands.");
    GaugeWithCallback.builder()
        .name("steward_mailbox_messages")
        .help("Messages waiting in memory.")
        .labelNames("subject")
        .callback(callback ->
            statistics.processes().forEach(each -> callback.call(each.waiting(), each.subject())))
        .register(registry);
    CounterWithCallback.builder()
        .name("steward_bus_reconnects_total")
        .help("Connections to the broker after the first.")
        .callback(callback -> callback.call((double) statistics.reconnects()))
        .register(registry);
    gauge("steward_ledger_messages", "Messages in the ledger.", PolledStatistics::ledgerMessages);
    gauge(
        "steward_outbox_messages",
        "Messages in the outbox, waiting for the broker.",
        PolledStatistics::outboxMessages);
    gauge(
        "steward_outbox_bytes",
        "Total size of the messages in the outbox.",
        PolledStatistics::outboxBytes);
    gauge(
        "steward_heartbeat_age_seconds",
        "Time since the broker last confirmed a heartbeat, or since the node started.",
        now -> seconds(now.heartbeatAge()));
    CounterWithCallback.builder()
        .name("steward_process_restarts_total")
        .help(
            "Restarts of a process with a new handler or source, because the old one broke or"
                + " ended.")
        .labelNames("subject")
        .callback(callback ->
            statistics
                .processes()
                .forEach(each -> callback.call((double) each.restarts(), each.subject())))
        .register(registry);
  }

  private Histogram seconds(String name, String help) {
    return Histogram.builder()
        .name(name)
        .help(help)
        .labelNames("method", "domain")
        .classicOnly()
        .classicUpperBounds(SECONDS)
        .register(registry);
  }

  /// Leaves out a value that cannot be read now.
  private void gauge(String name, String help, ToDoubleFunction<PolledStatistics> reading) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> {
          double now = reading.applyAsDouble(statistics);
          if (now >= 0) {
            callback.call(now);
          }
        })
        .register(registry);
  }

  @Override
  public void stateReached(String subject, State state) {
    messages.labelValues(subject, state.word()).inc();
  }

  @Override
  public void ignored(Ignored why) {
    ignored.labelValues(why.word()).inc();
  }

  @Override
  public void waited(Subject subject, Duration time) {
    observe(waits, subject, time);
  }

  @Override
  public void ran(Subject subject, Duration time) {
    observe(runs, subject, time);
  }

  private static void observe(Histogram histogram, Subject subject, Duration time) {
    histogram
        .labelValues(subject.method().value(), subject.domain().value())
        .observe(seconds(time));
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }

  /// All current values.
  MetricSnapshots scrape() {
    return registry.scrape();
  }
}
