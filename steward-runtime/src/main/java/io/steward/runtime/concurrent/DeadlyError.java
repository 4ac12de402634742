package io.steward.runtime.concurrent;

/// Tells which errors the program must not survive.
public final class DeadlyError {

  private DeadlyError() {}

  /// Whether an error concerns the whole program: the memory is used up, or the JVM is broken. A
  /// stack that is used up concerns only the code that has used it up.
  public static boolean is(Throwable failure) {
    return failure instanceof VirtualMachineError && !(failure instanceof StackOverflowError);
  }

  /// Throws an error again if the program must not survive it.
  public static void rethrow(Throwable failure) {
    if (failure instanceof Error error && is(error)) {
      throw error;
    }
  }
}
