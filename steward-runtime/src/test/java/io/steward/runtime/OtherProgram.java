package io.steward.runtime;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Another program that locks a file: it has it, or could not get it.
public final class OtherProgram implements AutoCloseable {

  private static final String SOURCE =
      """
      void main(String[] arguments) throws Exception {
        var file = java.nio.file.Path.of(arguments[0]);
        try (var channel =
            java.nio.channels.FileChannel.open(file, java.nio.file.StandardOpenOption.WRITE)) {
          IO.println(channel.tryLock() == null ? "refused" : "locked");
          System.in.read();
        }
      }
      """;

  private final Process process;
  private final boolean locked;

  private OtherProgram(Process process, boolean locked) {
    this.process = process;
    this.locked = locked;
  }

  /// Starts one, and waits until it has tried to lock a file.
  ///
  /// @param temporary for its source
  public static OtherProgram locking(Path file, Path temporary) throws IOException {
    Path source = Files.writeString(temporary.resolve("Locking.java"), SOURCE);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                source.toString(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader says = process.inputReader();
    return new OtherProgram(process, "locked".equals(says.readLine()));
  }

  /// Whether it has the lock.
  public boolean isLocked() {
    return locked;
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
