package io.steward.plugin.shellcommand;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// A program with all processes it starts, its children, which it kills together.
///
/// Children that leave their parent (`setsid`, a double fork) are reparented by the kernel to this
/// program, a subreaper, instead of to init. They are recognized by the marker in their
/// environment, by their session, by their parents, and by having been seen below the program. A
/// child that clears its environment, starts its own session and leaves its parent, all at once, is
/// recognized only while no other program runs to which it could belong.
final class ProcessTree implements AutoCloseable {

  /// Environment variable of all processes of a command; its value is the command's id.
  static final String MARKER = "STEWARD_RUN";

  private static final Duration POLL_INTERVAL = Duration.ofMillis(20);
  private static final Duration WATCH_INTERVAL = Duration.ofMillis(100);
  private static final Duration KILL_TIMEOUT = Duration.ofSeconds(2);
  private static final List<String> INHERITED =
      List.of("PATH", "HOME", "LANG", "LC_ALL", "TZ", "USER", "LOGNAME", "SHELL", "TMPDIR");

  /// The trees that are still open.
  private static final Set<ProcessTree> OPEN = new HashSet<>();

  private final Process process;
  private final String marker;
  private final Set<ProcFs.Id> seen = new LinkedHashSet<>();
  private final Thread watch;
  private volatile boolean closed;
  private volatile boolean alone = true;
  private long started;

  private ProcessTree(Process process, String marker) {
    this.process = process;
    this.marker = marker;
    this.watch = Thread.ofVirtual().name("processes of " + marker).unstarted(this::watch);
  }

  /// Starts a program with its own environment: a few inherited variables, and those given.
  ///
  /// @param marker unique among all runs
  static ProcessTree start(
      List<String> program, Path directory, Map<String, String> environment, String marker)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(program).directory(directory.toFile());
    builder.environment().keySet().retainAll(INHERITED);
    builder.environment().putAll(environment);
    builder.environment().put(MARKER, marker);
    ProcessTree tree = new ProcessTree(started(builder), marker);
    ProcFs.read(tree.process.pid()).map(ProcFs.Entry::id).ifPresent(tree::begin);
    tree.watch.start();
    return tree;
  }

  private static Process started(ProcessBuilder builder) throws IOException {
    ChildReaper.begin();
    try {
      return builder.start();
    } catch (IOException | RuntimeException e) {
      ChildReaper.end();
      throw e;
    }
  }

  private void begin(ProcFs.Id program) {
    seen.add(program);
    started = program.started();
    synchronized (OPEN) {
      OPEN.add(this);
      if (OPEN.size() > 1) {
        OPEN.forEach(tree -> tree.alone = false);
      }
    }
  }

  Process process() {
    return process;
  }

  /// Records the processes below the program, in case they leave it.
  private void watch() {
    try {
      while (!closed) {
        scan();
        TimeUnit.MILLISECONDS.sleep(WATCH_INTERVAL.toMillis());
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  /// All live processes of this run, except the program itself once it has ended.
  private synchronized Set<ProcFs.Id> scan() {
    if (alone && started > 0) {
      seen.addAll(ProcFs.adopted(MARKER, started));
    }
    Set<ProcFs.Id> alive = ProcFs.tree(MARKER + "=" + marker, seen);
    seen.addAll(alive);
    return alive;
  }

  /// Sends SIGTERM to all processes, and SIGKILL to those left after the grace period. Returns when
  /// none is left.
  void kill(Duration grace) {
    boolean interrupted = Thread.interrupted();
    try {
      end(grace, false);
      end(KILL_TIMEOUT, true);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void end(Duration timeout, boolean forcibly) {
    long deadline = System.nanoTime() + timeout.toNanos();
    Set<ProcFs.Id> signalled = new LinkedHashSet<>();
    while (true) {
      Set<ProcFs.Id> alive = scan();
      if (alive.isEmpty() && !process.isAlive()) {
        return;
      }
      for (ProcFs.Id each : alive) {
        if (forcibly || signalled.add(each)) {
          each.signal(forcibly);
        }
      }
      if (System.nanoTime() >= deadline) {
        return;
      }
      try {
        TimeUnit.MILLISECONDS.sleep(POLL_INTERVAL.toMillis());
      } catch (InterruptedException again) {
        return; // interrupted again: the second pass kills
      }
    }
  }

  /// Releases it: processes left in the background on purpose continue, and are reaped when they
  /// end.
  @Override
  public void close() {
    closed = true;
    synchronized (OPEN) {
      OPEN.remove(this);
    }
    watch.interrupt();
    process.destroy();
    ChildReaper.end();
  }
}
