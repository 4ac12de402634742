package io.steward.benchmark.jvm;

import java.util.concurrent.CountDownLatch;

/// A program that does nothing until it is ended: what a JVM takes that is there at all.
public final class IdleProgram {

  /// What it prints when it is there.
  public static final String READY_LINE = "idle";

  private IdleProgram() {}

  static void main() throws InterruptedException {
    System.out.println(READY_LINE);
    new CountDownLatch(1).await();
  }
}
