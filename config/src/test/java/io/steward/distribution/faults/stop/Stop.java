package io.steward.distribution.faults.stop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Kills this program: nothing is flushed, closed or reported. First it writes a file that proves
/// that the program died here, and not for another reason.
public final class Stop {

  private static final int SIGKILL = 9;
  private static volatile @Nullable Stop armed;

  private final Point point;
  private final Path marker;
  private final MethodHandle kill;
  private final AtomicInteger calls = new AtomicInteger();

  @SuppressWarnings("restricted") // the JDK has no API for it
  private Stop(Point point, Path marker) {
    this.point = point;
    this.marker = marker;
    Linker linker = Linker.nativeLinker();
    this.kill =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("kill"),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
  }

  /// Prepares everything, so that no class needs to be loaded at the point.
  static void arm(Point point, Path marker) {
    armed = new Stop(point, marker);
  }

  /// Called by instrumented methods.
  ///
  /// @param arguments of the method; null for primitives
  public static void reached(Object[] arguments) {
    Stop stop = armed;
    if (stop != null
        && stop.point.matches(arguments)
        && stop.calls.incrementAndGet() == stop.point.time()) {
      stop.die();
    }
  }

  private synchronized void die() {
    try (FileChannel file =
        FileChannel.open(marker, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap(point.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      int _ = (int) kill.invokeExact((int) ProcessHandle.current().pid(), SIGKILL);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
    throw new IllegalStateException("SIGKILL had no effect");
  }
}
