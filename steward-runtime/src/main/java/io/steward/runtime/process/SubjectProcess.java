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
abstract sealed class SubjectProcess<S extends Spec> implements AutoCloseable
    permits CommandProcess, EventProcess, SourceProcess {

  private static final String IDLE = "idle";

  private final Tally tally;
  private volatile S spec;
  private volatile @Nullable Crew crew;
  private volatile String vacancy = "";
  private volatile String held = "";
  private volatile boolean closed;
  private boolean begun;

  SubjectProcess(S spec, Tally tally) {
    this.spec = spec;
    this.tally = tally;
  }

  /// What it is called: its subject, or of which node and that it is a source.
  abstract String name();

  /// A spec with nothing in it of a plugin.
  abstract S emptied(S how);

  /// Makes the threads that work by a spec; nobody, where there is nothing to do.
  abstract @Nullable Crew crew(S how, String vacant);

  /// How it is.
  abstract ProcessReport report();

  final Tally tally() {
    return tally;
  }

  /// How it works now.
  final S spec() {
    return spec;
  }

  /// Why it has no handler; empty when it has one.
  final String vacancy() {
    return vacancy;
  }

  /// Why it does not work, though it could; empty when it does.
  final String held() {
    return held;
  }

  final @Nullable Crew crew() {
    return crew;
  }

  /// Begins to work.
  final synchronized void start() {
    begun = true;
    employ();
  }

  private void employ() {
    if (!begun || closed || crew != null || !held.isEmpty()) {
      return;
    }
    Crew fresh = crew(spec, vacancy);
    tally.begins(vacancy.isEmpty() ? IDLE : vacancy);
    if (fresh != null) {
      fresh.start();
    }
    crew = fresh;
  }

  /// Lets go of its threads, and with them of the handler: until it {@linkplain #serve serves}
  /// again, what comes in waits.
  ///
  /// @return whether every thread has come back
  final synchronized boolean retire(Duration patience) throws InterruptedException {
    Crew now = crew;
    if (now == null) {
      return true;
    }
    boolean everybody = now.retire(patience);
    crew = null;
    return everybody;
  }

  /// Works by another spec. Its threads must have been let go of.
  final synchronized void serve(S fresh) {
    spec = fresh;
    vacancy = "";
    employ();
  }

  /// Goes on without a handler. Its threads must have been let go of.
  ///
  /// @param why in one line
  final synchronized void vacate(String why) {
    spec = emptied(spec);
    vacancy = why;
    held = ""; // what waits need not wait for anybody
    employ();
  }

  /// Stops working until it is {@linkplain #release released}.
  ///
  /// @param why in one line, which is its state meanwhile
  /// @return whether every thread has come back
  final synchronized boolean hold(String why, Duration patience) throws InterruptedException {
    held = why;
    boolean everybody = retire(patience);
    tally.stays(why);
    return everybody;
  }

  /// Works again, when it was held, or was broken.
  final synchronized void release() throws InterruptedException {
    held = "";
    if (tally.isBroken()) {
      var _ = retire(Duration.ZERO);
    }
    employ();
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
    Crew now = crew;
    if (now != null) {
      now.close();
    }
  }
}
