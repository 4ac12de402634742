package io.steward.runtime.node;

/// How much more heap this program uses than at the beginning, at most.
final class HeapUse {

  private final long before;
  private long max;

  private HeapUse(long before) {
    this.before = before;
    this.max = before;
  }

  static HeapUse now() {
    return new HeapUse(used());
  }

  private static long used() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /// Takes a sample.
  ///
  /// @return true, for use in a condition
  boolean sample() {
    max = Math.max(max, used());
    return true;
  }

  /// The growth in bytes, according to the largest sample.
  long grown() {
    return max - before;
  }
}
