package io.steward.benchmark.jvm;

import java.util.concurrent.CountDownLatch;

/// A program that does nothing until it is terminated: the footprint of a JVM itself.
public final class IdleProgram {

  /// The line that it prints when it is up.
  public static final String READY_LINE = "idle";

  private IdleProgram() {}

  static void main() throws InterruptedException {
    System.out.println(READY_LINE);
    new CountDownLatch(1).await();
  }
}
