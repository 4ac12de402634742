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
  private volatile String vacancy = "";
  private volatile String held = "";
  private volatile boolean closed;
  private boolean begun;

  SubjectProcess(S spec, ProcessStats stats) {
    this.spec = spec;
    this.stats = stats;
  }

  /// What it is called: its subject, or of which node and that it is a source.
  abstract String name();

  /// A spec with nothing in it of a plugin.
  abstract S withoutHandler(S how);

  /// Makes the threads that work by a spec; nobody, where there is nothing to do.
  abstract @Nullable WorkerPool workers(S how, String vacant);

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
    return vacancy;
  }

  /// Why it does not work, though it could; empty when it does.
  final String pauseReason() {
    return held;
  }

  final @Nullable WorkerPool workers() {
    return workers;
  }

  /// Begins to work.
  final synchronized void start() {
    begun = true;
    startWorkers();
  }

  private void startWorkers() {
    if (!begun || closed || workers != null || !held.isEmpty()) {
      return;
    }
    WorkerPool fresh = workers(spec, vacancy);
    stats.begins(vacancy.isEmpty() ? IDLE : vacancy);
    if (fresh != null) {
      fresh.start();
    }
    workers = fresh;
  }

  /// Lets go of its threads, and with them of the handler: until it {@linkplain #replaceHandler
  /// serves} again, what comes in waits.
  ///
  /// @return whether every thread has come back
  final synchronized boolean retire(Duration patience) throws InterruptedException {
    WorkerPool now = workers;
    if (now == null) {
      return true;
    }
    boolean everybody = now.retire(patience);
    workers = null;
    return everybody;
  }

  /// Works by another spec. Its threads must have been let go of.
  final synchronized void replaceHandler(S fresh) {
    spec = fresh;
    vacancy = "";
    startWorkers();
  }

  /// Goes on without a handler. Its threads must have been let go of.
  ///
  /// @param why in one line
  final synchronized void detachHandler(String why) {
    spec = withoutHandler(spec);
    vacancy = why;
    held = ""; // what waits need not wait for anybody
    startWorkers();
  }

  /// Stops working until it is {@linkplain #resume released}.
  ///
  /// @param why in one line, which is its state meanwhile
  /// @return whether every thread has come back
  final synchronized boolean pause(String why, Duration patience) throws InterruptedException {
    held = why;
    boolean everybody = retire(patience);
    stats.stays(why);
    return everybody;
  }

  /// Works again, when it was held, or was broken.
  final synchronized void resume() throws InterruptedException {
    held = "";
    if (stats.isBroken()) {
      var _ = retire(Duration.ZERO);
    }
    startWorkers();
  }

  /// Stops for good: interrupts what runs.
  @Override
  public final void close() {
    closed = true;
    end();
    synchronized (this) { // after whoever was about to employ others
      end();
    }
  }

  private void end() {
    WorkerPool now = workers;
    if (now != null) {
      now.close();
    }
  }
}
