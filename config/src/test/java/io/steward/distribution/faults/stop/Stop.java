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

/// Ends this program where it stands: nothing is flushed, closed or told. Before that it writes a
/// file, which proves that it died here and not of something else.
public final class Stop {

  private static final int SIGKILL = 9;
  private static volatile @Nullable Stop armed;

  private final Point point;
  private final Path marker;
  private final MethodHandle kill;
  private final AtomicInteger calls = new AtomicInteger();

  @SuppressWarnings("restricted") // the JDK has no call for it
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

  /// Gets everything ready, so that nothing needs to be loaded at the point.
  static void arm(Point point, Path marker) {
    armed = new Stop(point, marker);
  }

  /// Called by woven methods.
  ///
  /// @param arguments theirs; null for primitive ones
  public static void reached(Object[] arguments) {
    Stop now = armed;
    if (now != null
        && now.point.matches(arguments)
        && now.calls.incrementAndGet() == now.point.time()) {
      now.die();
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
    throw new IllegalStateException("it lives on");
  }
}
