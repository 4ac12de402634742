package io.steward.benchmark.program;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A program that goes on until it is closed, of which one line is waited for.
final class Started implements AutoCloseable {

  private static final long PATIENCE = 60; // seconds

  private final Process process;
  private final long began;
  private final CompletableFuture<Long> said = new CompletableFuture<>();

  private Started(Process process, long began) {
    this.process = process;
    this.began = began;
  }

  /// Starts a program.
  ///
  /// @param line part of the line that says that it is there
  static Started start(ProcessBuilder builder, String line) throws IOException {
    builder.redirectErrorStream(true);
    long began = System.nanoTime();
    Started started = new Started(builder.start(), began);
    Thread.ofVirtual().name("reads " + line).start(() -> started.read(line));
    return started;
  }

  private void read(String line) {
    StringBuilder before = new StringBuilder();
    process
        .inputReader()
        .lines()
        .forEach(next -> {
          if (next.contains(line)) {
            said.complete(System.nanoTime() - began);
          } else if (!said.isDone()) {
            before.append(next).append('\n');
          }
        });
    said.completeExceptionally(new IOException("a program ended early: " + before));
  }

  /// Waits until it says that it is there.
  ///
  /// @return how long that took since its start, in nanoseconds
  long awaitLine() throws IOException, InterruptedException {
    try {
      return said.get(PATIENCE, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("a program did not come up", e);
    }
  }

  /// How long ago it was started, in nanoseconds.
  long age() {
    return System.nanoTime() - began;
  }

  /// Its process id.
  long pid() {
    return process.pid();
  }

  @Override
  public void close() throws InterruptedException {
    boolean _ = process.toHandle().destroy(); // leaves its output open, which is being read
    if (!process.waitFor(PATIENCE, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
