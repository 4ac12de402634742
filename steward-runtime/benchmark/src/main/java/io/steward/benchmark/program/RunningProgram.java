package io.steward.benchmark.program;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A program that runs until it is closed, and prints a line when it is ready.
final class RunningProgram implements AutoCloseable {

  private static final long TIMEOUT_SECONDS = 60; // seconds

  private final Process process;
  private final long startNanos;
  private final CompletableFuture<Long> ready = new CompletableFuture<>();

  private RunningProgram(Process process, long began) {
    this.process = process;
    this.startNanos = began;
  }

  /// Starts a program.
  ///
  /// @param readyLine a part of the line that it prints when it is ready
  static RunningProgram start(ProcessBuilder builder, String readyLine) throws IOException {
    builder.redirectErrorStream(true);
    long began = System.nanoTime();
    RunningProgram program = new RunningProgram(builder.start(), began);
    Thread.ofVirtual().name("reads " + readyLine).start(() -> program.read(readyLine));
    return program;
  }

  private void read(String readyLine) {
    StringBuilder output = new StringBuilder();
    process
        .inputReader()
        .lines()
        .forEach(next -> {
          if (next.contains(readyLine)) {
            ready.complete(System.nanoTime() - startNanos);
          } else if (!ready.isDone()) {
            output.append(next).append('\n');
          }
        });
    ready.completeExceptionally(new IOException("a program ended early: " + output));
  }

  /// Waits until the program is ready.
  ///
  /// @return the time since its start, in nanoseconds
  long awaitReady() throws IOException, InterruptedException {
    try {
      return ready.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("a program did not become ready", e);
    }
  }

  /// The time since its start, in nanoseconds.
  long age() {
    return System.nanoTime() - startNanos;
  }

  /// Its process id.
  long pid() {
    return process.pid();
  }

  @Override
  public void close() throws InterruptedException {
    boolean _ = process.toHandle().destroy(); // leaves its output open, which another thread reads
    if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
