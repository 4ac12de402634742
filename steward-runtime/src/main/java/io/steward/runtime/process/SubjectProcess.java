package io.steward.runtime.process;

import io.steward.runtime.fleet.UnitDocument.ProcessReport;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The process of one subject or one source, as long as it is bound. Its handler may be replaced,
/// removed or paused meanwhile: messages wait for the next.
///
/// Safe for use by any thread; only one at a time may change it.
///
/// @param <S> its specification
public abstract sealed class SubjectProcess<S extends ProcessSpec> implements AutoCloseable
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

  /// Its name: the subject, or the node, `source`, the method and the domain.
  public abstract String name();

  /// A spec that references nothing of a plugin.
  abstract S withoutHandler(S spec);

  /// Creates the threads that work by a spec; null if there is nothing to do.
  abstract @Nullable WorkerPool createWorkers(S spec, String unavailableReason);

  /// Its report.
  public abstract ProcessReport report();

  final ProcessStats stats() {
    return stats;
  }

  /// Its current spec.
  public final S spec() {
    return spec;
  }

  /// Why it has no handler; empty if it has one.
  public final String detachReason() {
    return detachReason;
  }

  /// Why it is paused; empty if it is not.
  final String pauseReason() {
    return pauseReason;
  }

  final @Nullable WorkerPool workers() {
    return workers;
  }

  /// Starts to work.
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

  /// Retires its threads, and with them the handler: until it is {@linkplain #replaceHandler
  /// replaced}, messages wait.
  ///
  /// @return whether every thread has ended
  final synchronized boolean retire(Duration gracePeriod) throws InterruptedException {
    WorkerPool current = workers;
    if (current == null) {
      return true;
    }
    boolean allEnded = current.retire(gracePeriod);
    workers = null;
    return allEnded;
  }

  /// Continues with another spec. Its threads must have been retired.
  final synchronized void replaceHandler(S newSpec) {
    spec = newSpec;
    detachReason = "";
    startWorkers();
  }

  /// Continues without a handler. Its threads must have been retired.
  ///
  /// @param reason in one line
  final synchronized void detachHandler(String reason) {
    spec = withoutHandler(spec);
    detachReason = reason;
    pauseReason = ""; // waiting commands are rejected even if it was paused
    startWorkers();
  }

  /// Pauses until it is {@linkplain #resume resumed}.
  ///
  /// @param reason in one line, which is its state meanwhile
  /// @return whether every thread has ended
  public final synchronized boolean pause(String reason, Duration gracePeriod)
      throws InterruptedException {
    pauseReason = reason;
    boolean allEnded = retire(gracePeriod);
    stats.announceState(reason);
    return allEnded;
  }

  /// Works again after it was paused, or its handler disabled.
  public final synchronized void resume() throws InterruptedException {
    pauseReason = "";
    if (stats.isBroken()) {
      var _ = retire(Duration.ZERO);
    }
    startWorkers();
  }

  /// Stops for good: interrupts running commands.
  @Override
  public final void close() {
    closed = true;
    closeWorkers();
    synchronized (this) { // after a start in progress, which holds the lock
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
