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
import java.util.concurrent.atomic.AtomicBoolean;

/// Makes this program the one to whom the kernel hands children whose parent has ended
/// (`PR_SET_CHILD_SUBREAPER`, prctl(2)), and takes notice of their end, so that no zombies stay.
final class Reaper {

  private static final System.Logger LOG = System.getLogger(Reaper.class.getName());
  private static final int SUBREAPER = 36;
  private static final int NO_HANG = 1;
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final AtomicBoolean STARTED = new AtomicBoolean();

  private Reaper() {}

  /// Does so once; where it cannot be done, says so once.
  @SuppressWarnings("restricted") // native access, which the node grants to plugins
  static void become() {
    if (!STARTED.compareAndSet(false, true)) {
      return;
    }
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
      Thread.ofPlatform().daemon().name("reaper").start(() -> reap(wait));
    } catch (Throwable e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "children that leave their parent cannot be told from others here: " + e);
    }
  }

  /// Only children that were handed over are waited for: the JDK waits for its own, and must get
  /// their exit codes. Those it started are older than the look before, or still have their parent.
  private static void reap(MethodHandle wait) {
    long self = ProcessHandle.current().pid();
    try {
      while (true) {
        TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
        for (ProcFs.Entry entry : ProcFs.all().values()) {
          if (entry.zombie() && entry.parent() == self && isStillThere(entry)) {
            reap(wait, entry.id().pid());
          }
        }
      }
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
