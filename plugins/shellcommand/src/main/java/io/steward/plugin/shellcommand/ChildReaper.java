package io.steward.plugin.shellcommand;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes this program a subreaper, to which the kernel reparents orphaned children
/// (`PR_SET_CHILD_SUBREAPER`, prctl(2)), and reaps them, so that no zombies remain.
///
/// Its thread runs only while commands or background processes run: a permanent thread would leak
/// the class loader of a plugin that is replaced.
final class ChildReaper {

  private static final Logger log = LoggerFactory.getLogger(ChildReaper.class);
  private static final int SUBREAPER = 36;
  private static final int NO_HANG = 1;
  private static final Duration POLL_INTERVAL = Duration.ofMillis(500);

  /// waitpid(2) if this program is a subreaper; empty if it cannot become one, which is logged
  /// once.
  private static final Optional<MethodHandle> WAIT = becomeSubreaper();

  private static int runs;
  private static boolean reaping;

  private ChildReaper() {}

  /// Called before a program is started.
  static synchronized void begin() {
    runs++;
    if (!reaping && WAIT.isPresent()) {
      reaping = true;
      Thread.ofPlatform().daemon().name("reaper").start(() -> reap(WAIT.get()));
    }
  }

  /// Called when a program has ended, or is released.
  static synchronized void end() {
    runs--;
  }

  /// Called after each scan, so what ended with the last run has been seen.
  private static synchronized boolean isDone(boolean noneLeft) {
    reaping = runs > 0 || !noneLeft;
    return !reaping;
  }

  @SuppressWarnings("restricted") // native access, which the node grants to plugins
  private static Optional<MethodHandle> becomeSubreaper() {
    try {
      Linker linker = Linker.nativeLinker();
      MethodHandle prctl =
          linker.downcallHandle(
              linker.defaultLookup().find("prctl").orElseThrow(),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG),
              Linker.Option.firstVariadicArg(1));
      MethodHandle wait =
          linker.downcallHandle(
              linker.defaultLookup().find("waitpid").orElseThrow(),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_INT,
                  ValueLayout.ADDRESS,
                  ValueLayout.JAVA_INT));
      int failed = (int) prctl.invokeExact(SUBREAPER, 1L, 0L, 0L, 0L);
      if (failed != 0) {
        throw new IllegalStateException("prctl returned " + failed);
      }
      return Optional.of(wait);
    } catch (Throwable e) {
      log.warn(
          "cannot become a subreaper; children that leave their parent are not tracked: {}",
          e.toString());
      return Optional.empty();
    }
  }

  /// Reaps reparented children only: the JDK waits for its own, and must get their exit status.
  /// What is a zombie in two scans is not a child of the JDK's.
  private static void reap(MethodHandle wait) {
    long self = ProcessHandle.current().pid();
    try {
      boolean noneLeft;
      do {
        TimeUnit.MILLISECONDS.sleep(POLL_INTERVAL.toMillis());
        noneLeft = true;
        for (ProcFs.Entry entry : ProcFs.all().values()) {
          if (entry.parent() == self) {
            noneLeft &= !entry.zombie() && !ProcFs.hasMarkerOfAnyRun(entry);
            if (entry.zombie() && isStillZombie(entry)) {
              reap(wait, entry.id().pid());
            }
          }
        }
      } while (!isDone(noneLeft));
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  /// The JDK reaps its own children at once; a longer-lived zombie is not one of them.
  private static boolean isStillZombie(ProcFs.Entry entry) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(POLL_INTERVAL.toMillis());
    Optional<ProcFs.Entry> current = ProcFs.read(entry.id().pid());
    return current.filter(found -> found.zombie() && found.id().equals(entry.id())).isPresent();
  }

  private static void reap(MethodHandle wait, long pid) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment status = arena.allocate(ValueLayout.JAVA_INT);
      int reaped = (int) wait.invokeExact((int) pid, status, NO_HANG);
      log.debug("reaped {}", reaped);
    } catch (Throwable e) {
      log.warn("cannot reap process {}: {}", pid, e.toString());
    }
  }
}
