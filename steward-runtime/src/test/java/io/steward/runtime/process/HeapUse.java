package io.steward.runtime.process;

/// How much more this program needs than at the beginning, at most.
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

  /// Looks again.
  ///
  /// @return true, for use in a condition
  boolean sample() {
    max = Math.max(max, used());
    return true;
  }

  /// By how many bytes, at most, of what was seen.
  long grown() {
    return max - before;
  }
}
