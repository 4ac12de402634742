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

/// A program with all that it starts.
///
/// Children that leave their parent (`setsid`, a double fork) are handed to this program by the
/// kernel, which calls it a subreaper, instead of to the system's first process. They are known by
/// the mark in their environment, by their session and by their parents, and by having been seen
/// below the program. A child that clears its environment, takes a session of its own and leaves,
/// all in one instant, is known only while no other program runs, whose it could be.
final class ProcessTree implements AutoCloseable {

  /// In the environment of everything a command starts; its value is the command's id.
  static final String MARK = "STEWARD_RUN";

  private static final Duration LOOK = Duration.ofMillis(20);
  private static final Duration WATCH = Duration.ofMillis(100);
  private static final Duration KILLED = Duration.ofSeconds(2);
  private static final List<String> KEPT =
      List.of("PATH", "HOME", "LANG", "LC_ALL", "TZ", "USER", "LOGNAME", "SHELL", "TMPDIR");

  /// The trees that are not closed.
  private static final Set<ProcessTree> OPEN = new HashSet<>();

  private final Process process;
  private final String mark;
  private final Set<ProcFs.Id> seen = new LinkedHashSet<>();
  private final Thread watch;
  private volatile boolean closed;
  private volatile boolean alone = true;
  private long started;

  private ProcessTree(Process process, String mark) {
    this.process = process;
    this.mark = mark;
    this.watch = Thread.ofVirtual().name("processes of " + mark).unstarted(this::watch);
  }

  /// Starts a program in an environment of its own: a few variables of the node's, and those given.
  ///
  /// @param mark tells this run from all others
  static ProcessTree start(
      List<String> program, Path directory, Map<String, String> environment, String mark)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(program).directory(directory.toFile());
    builder.environment().keySet().retainAll(KEPT);
    builder.environment().putAll(environment);
    builder.environment().put(MARK, mark);
    ProcessTree tree = new ProcessTree(started(builder), mark);
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

  /// Remembers who was below the program, for when they have left it.
  private void watch() {
    try {
      while (!closed) {
        look();
        TimeUnit.MILLISECONDS.sleep(WATCH.toMillis());
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  /// Everything that is part of this run and alive, without the program's own process once it
  /// ended.
  private synchronized Set<ProcFs.Id> look() {
    if (alone && started > 0) {
      seen.addAll(ProcFs.adopted(MARK, started));
    }
    Set<ProcFs.Id> alive = ProcFs.tree(MARK + "=" + mark, seen);
    seen.addAll(alive);
    return alive;
  }

  /// Asks everything to end, and kills what has not within the grace. Returns when nothing is left.
  void kill(Duration grace) {
    boolean interrupted = Thread.interrupted();
    try {
      end(grace, false);
      end(KILLED, true);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void end(Duration patience, boolean forcibly) {
    long deadline = System.nanoTime() + patience.toNanos();
    Set<ProcFs.Id> told = new LinkedHashSet<>();
    while (true) {
      Set<ProcFs.Id> alive = look();
      if (alive.isEmpty() && !process.isAlive()) {
        return;
      }
      for (ProcFs.Id each : alive) {
        if (forcibly || told.add(each)) {
          each.signal(forcibly);
        }
      }
      if (System.nanoTime() >= deadline) {
        return;
      }
      try {
        TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
      } catch (InterruptedException again) {
        return; // asked twice: the second pass kills
      }
    }
  }

  /// Lets go of it: what was left in the background on purpose goes on, and is reaped when it ends.
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
