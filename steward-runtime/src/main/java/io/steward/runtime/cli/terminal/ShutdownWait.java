package io.steward.runtime.cli.terminal;

import java.util.List;
import java.util.concurrent.CountDownLatch;

/// Runs until asked to stop.
public final class ShutdownWait {

  private ShutdownWait() {}

  /// Waits for Ctrl-C or SIGTERM, and closes everything in reverse order before the program ends.
  public static void untilInterrupted(List<AutoCloseable> open) throws InterruptedException {
    CountDownLatch stopRequested = new CountDownLatch(1);
    Thread main = Thread.currentThread();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  stopRequested.countDown();
                  close(open);
                },
                "stopping"));
    stopRequested.await();
    main.join(); // the hook ends the program; returning would only rush it
  }

  /// Closes everything, in reverse order.
  public static void close(List<AutoCloseable> open) {
    for (AutoCloseable each : open.reversed()) {
      try {
        each.close();
      } catch (Exception e) {
        PrintableText.lines("steward: close failed: " + e).forEach(System.err::println);
      }
    }
  }
}
