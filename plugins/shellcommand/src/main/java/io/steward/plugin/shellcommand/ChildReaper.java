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

/// Makes this program the one to whom the kernel hands children whose parent has ended
/// (`PR_SET_CHILD_SUBREAPER`, prctl(2)), and takes notice of their end, so that no zombies stay.
///
/// Its thread is there only while something runs, or was left in the background: a thread that
/// stayed would keep all of a plugin that is replaced.
final class ChildReaper {

  private static final System.Logger LOG = System.getLogger(ChildReaper.class.getName());
  private static final int SUBREAPER = 36;
  private static final int NO_HANG = 1;
  private static final Duration LOOK = Duration.ofMillis(500);

  /// waitpid(2), when this program is the one; nothing where it cannot be, which is said once.
  private static final Optional<MethodHandle> WAIT = become();

  private static int runs;
  private static boolean reaping;

  private ChildReaper() {}

  /// A program is about to be started.
  static synchronized void begin() {
    runs++;
    if (!reaping && WAIT.isPresent()) {
      reaping = true;
      Thread.ofPlatform().daemon().name("reaper").start(() -> reap(WAIT.get()));
    }
  }

  /// It has ended, or is let go of.
  static synchronized void end() {
    runs--;
  }

  /// Called after a look: what ended with the last run has been seen by then.
  private static synchronized boolean isDone(boolean nothingIsLeft) {
    reaping = runs > 0 || !nothingIsLeft;
    return !reaping;
  }

  @SuppressWarnings("restricted") // native access, which the node grants to plugins
  private static Optional<MethodHandle> become() {
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
        throw new IllegalStateException("prctl answered " + failed);
      }
      return Optional.of(wait);
    } catch (Throwable e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "children that leave their parent cannot be told from others here: " + e);
      return Optional.empty();
    }
  }

  /// Only children that were handed over are waited for: the JDK waits for its own, and must get
  /// their exit codes. Those it started are older than the look before, or still have their parent.
  private static void reap(MethodHandle wait) {
    long self = ProcessHandle.current().pid();
    try {
      boolean nothingIsLeft;
      do {
        TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
        nothingIsLeft = true;
        for (ProcFs.Entry entry : ProcFs.all().values()) {
          if (entry.parent() == self) {
            nothingIsLeft &= !entry.zombie() && !ProcFs.isOfARun(entry);
            if (entry.zombie() && isStillThere(entry)) {
              reap(wait, entry.id().pid());
            }
          }
        }
      } while (!isDone(nothingIsLeft));
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  /// The JDK takes notice of its own children at once; one that is a zombie for longer is not its.
  private static boolean isStillThere(ProcFs.Entry entry) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
    Optional<ProcFs.Entry> now = ProcFs.read(entry.id().pid());
    return now.filter(found -> found.zombie() && found.id().equals(entry.id())).isPresent();
  }

  private static void reap(MethodHandle wait, long pid) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment status = arena.allocate(ValueLayout.JAVA_INT);
      int reaped = (int) wait.invokeExact((int) pid, status, NO_HANG);
      LOG.log(System.Logger.Level.DEBUG, "reaped {0}", reaped);
    } catch (Throwable e) {
      LOG.log(System.Logger.Level.WARNING, "cannot take notice of {0}: {1}", pid, e);
    }
  }
}
