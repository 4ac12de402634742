package io.steward.runtime.process;

import io.steward.api.NodeName;
import io.steward.api.ObjectStore;
import io.steward.api.Outbox;
import io.steward.api.PositionStore;
import io.steward.api.RecentLog;
import io.steward.api.SourceContext;
import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.concurrent.Backoff;
import io.steward.runtime.concurrent.SupervisedThread;
import io.steward.runtime.storage.BindingFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs one source, and restarts it with backoff if it ends by itself.
final class SourceWorker implements WorkerPool {

  private static final Logger log = LoggerFactory.getLogger(SourceWorker.class);
  private static final Duration MIN_BACKOFF = Duration.ofSeconds(1);
  private static final Duration MAX_BACKOFF = Duration.ofMinutes(1);
  private static final Duration STABLE_AFTER = Duration.ofMinutes(1);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

  private final String name;
  private final SourceSpec spec;
  private final ProcessHost host;
  private final ProcessStats stats;
  private final RestartPolicy restarts = new RestartPolicy();
  private final SupervisedThread thread;

  /// @param name of the process
  SourceWorker(String name, SourceSpec spec, ProcessHost host, ProcessStats stats) {
    this.name = name;
    this.spec = spec;
    this.host = host;
    this.stats = stats;
    this.thread = SupervisedThread.virtual(name, host.engine().failures(), this::run);
    this.thread.setContextClassLoader(spec.loader());
  }

  @Override
  public void start() {
    thread.start();
  }

  @SuppressWarnings("InterruptedExceptionSwallowed") // the flag, if nobody asked it to stop
  private void run() throws InterruptedException {
    Backoff backoff = new Backoff(MIN_BACKOFF, MAX_BACKOFF);
    while (!restarts.isExhausted()) {
      long started = host.engine().timers().nanos();
      runSource();
      Thread.interrupted(); // by the source itself, unless it is to stop
      if (thread.isStopping()) {
        return;
      }
      if (host.engine().timers().nanos() - started > STABLE_AFTER.toNanos()) {
        backoff.reset();
        restarts.reset();
      }
      if (!restarts.isExhausted()) {
        host.engine().timers().sleep(backoff.next());
      }
    }
  }

  private void runSource() throws InterruptedException {
    stats.setState("starting");
    PluginCall<Boolean> call =
        PluginCall.of(
            spec.loader(),
            () -> {
              spec.source().get().run(new Context(host.services().folder(spec)));
              return true;
            });
    switch (call) {
      case PluginCall.Returned<Boolean> _ ->
          recordFailure("it returned without being asked to stop");
      case PluginCall.Interrupted<Boolean>() -> {
        if (thread.isStopping()) {
          throw new InterruptedException();
        }
        recordFailure("it was interrupted, though nobody asked it to stop");
      }
      case PluginCall.Failed<Boolean>(String reason) -> recordFailure(reason);
      case PluginCall.Broken<Boolean>(String reason, Throwable cause) -> {
        log.error("{} is broken", name, cause);
        recordFailure(reason);
        var _ = restarts.recordFailure();
        if (restarts.isExhausted()) {
          stats.announceBroken(RestartPolicy.describe(cause.toString()));
        }
      }
    }
  }

  private void recordFailure(String why) {
    stats.announceState("waiting to restart");
    stats.recordOutcome(State.Terminal.FAILED, why);
    stats.countRestart();
    log.warn("{}: {}; restarting it", name, why);
  }

  /// Interrupts the source at once: it runs until it is interrupted, so there is nothing to wait
  /// for first.
  @Override
  public boolean retire(Duration gracePeriod) throws InterruptedException {
    thread.requestStop();
    boolean gone = thread.join(STOP_TIMEOUT);
    if (!gone) {
      log.error("broken: {} ignored its interrupt", name);
    }
    return gone;
  }

  @Override
  public void close() {
    try {
      var _ = retire(Duration.ZERO);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// The context of the source.
  private final class Context implements SourceContext {
    private final BindingFolder folder;

    Context(BindingFolder folder) {
      this.folder = folder;
    }

    @Override
    public NodeName node() {
      return host.engine().node();
    }

    @Override
    public Subject target() {
      return spec.target()
          .orElseThrow(() ->
              new IllegalStateException(
                  "this source declares that it sends no events, so it has no target"));
    }

    @Override
    public Path data() {
      return folder.path();
    }

    @Override
    public PositionStore positions() {
      return folder.positions();
    }

    @Override
    public Outbox outbox() {
      return host.services().outbox();
    }

    @Override
    public ObjectStore objects() {
      return host.services().objects();
    }

    @Override
    public RecentLog recentLog() {
      return host.services().recentLog();
    }

    @Override
    public void report(String line) {
      stats.announceState(line);
      log.info("{}: {}", name, line);
    }

    @Override
    public void facts(Map<String, ?> facts) {
      host.services().facts().report(name, facts);
    }
  }
}
