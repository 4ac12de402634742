package io.steward.benchmark.jvm;

import java.util.concurrent.CountDownLatch;

/// A program that does nothing until it is ended: what a JVM takes that is there at all.
public final class Idler {

  /// What it prints when it is there.
  public static final String SAYS = "idle";

  private Idler() {}

  static void main() throws InterruptedException {
    System.out.println(SAYS);
    new CountDownLatch(1).await();
  }
}
