package io.steward.runtime.process;

import io.steward.runtime.fleet.UnitDocument.ProcessReport;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What answers for one subject, or sends for one source, as long as that is bound. The handler
/// behind it may be replaced, taken away or held meanwhile: what comes in waits for the next.
///
/// Safe for use by any thread; one at a time may change it.
///
/// @param <S> how it works
abstract sealed class SubjectProcess<S extends ProcessSpec> implements AutoCloseable
    permits CommandProcess, EventProcess, SourceProcess {

  private static final String IDLE = "idle";

  private final ProcessStats stats;
  private volatile S spec;
  private volatile @Nullable WorkerPool workers;
  private volatile String detachReason = "";
  private volatile String pauseReason = "";
  private volatile boolean closed;
  private boolean started;

  SubjectProcess(S spec, ProcessStats stats) {
    this.spec = spec;
    this.stats = stats;
  }

  /// What it is called: its subject, or of which node and that it is a source.
  abstract String name();

  /// A spec with nothing in it of a plugin.
  abstract S withoutHandler(S spec);

  /// Makes the threads that work by a spec; nobody, where there is nothing to do.
  abstract @Nullable WorkerPool createWorkers(S spec, String unavailableReason);

  /// How it is.
  abstract ProcessReport report();

  final ProcessStats stats() {
    return stats;
  }

  /// How it works now.
  final S spec() {
    return spec;
  }

  /// Why it has no handler; empty when it has one.
  final String detachReason() {
    return detachReason;
  }

  /// Why it does not work, though it could; empty when it does.
  final String pauseReason() {
    return pauseReason;
  }

  final @Nullable WorkerPool workers() {
    return workers;
  }

  /// Begins to work.
  final synchronized void start() {
    started = true;
    startWorkers();
  }

  private void startWorkers() {
    if (!started || closed || workers != null || !pauseReason.isEmpty()) {
      return;
    }
    WorkerPool created = createWorkers(spec, detachReason);
    stats.announceStart(detachReason.isEmpty() ? IDLE : detachReason);
    if (created != null) {
      created.start();
    }
    workers = created;
  }

  /// Lets go of its threads, and with them of the handler: until it {@linkplain #replaceHandler
  /// serves} again, what comes in waits.
  ///
  /// @return whether every thread has come back
  final synchronized boolean retire(Duration gracePeriod) throws InterruptedException {
    WorkerPool current = workers;
    if (current == null) {
      return true;
    }
    boolean allEnded = current.retire(gracePeriod);
    workers = null;
    return allEnded;
  }

  /// Works by another spec. Its threads must have been let go of.
  final synchronized void replaceHandler(S newSpec) {
    spec = newSpec;
    detachReason = "";
    startWorkers();
  }

  /// Goes on without a handler. Its threads must have been let go of.
  ///
  /// @param reason in one line
  final synchronized void detachHandler(String reason) {
    spec = withoutHandler(spec);
    detachReason = reason;
    pauseReason = ""; // what waits need not wait for anybody
    startWorkers();
  }

  /// Stops working until it is {@linkplain #resume released}.
  ///
  /// @param reason in one line, which is its state meanwhile
  /// @return whether every thread has come back
  final synchronized boolean pause(String reason, Duration gracePeriod)
      throws InterruptedException {
    pauseReason = reason;
    boolean allEnded = retire(gracePeriod);
    stats.announceState(reason);
    return allEnded;
  }

  /// Works again, when it was held, or was broken.
  final synchronized void resume() throws InterruptedException {
    pauseReason = "";
    if (stats.isBroken()) {
      var _ = retire(Duration.ZERO);
    }
    startWorkers();
  }

  /// Stops for good: interrupts what runs.
  @Override
  public final void close() {
    closed = true;
    closeWorkers();
    synchronized (this) { // after whoever was about to employ others
      closeWorkers();
    }
  }

  private void closeWorkers() {
    WorkerPool current = workers;
    if (current != null) {
      current.close();
    }
  }
}
