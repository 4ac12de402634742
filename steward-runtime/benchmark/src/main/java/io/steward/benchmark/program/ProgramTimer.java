package io.steward.benchmark.program;

import io.steward.benchmark.measure.Figure;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Measures a program from its start to its end.
final class ProgramTimer {

  private ProgramTimer() {}

  /// The wall time of a program, and the CPU time of it and its children. No other child of this
  /// program may end in the meantime.
  static List<Figure> time(ProcessBuilder builder) throws IOException, InterruptedException {
    Path output = Files.createTempFile(builder.directory().toPath(), "output", ".txt");
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    builder.redirectInput(new File("/dev/null"));
    long before = ProcessTime.ofSelf().children();
    long start = System.nanoTime();
    int exitCode = builder.start().waitFor();
    long elapsed = System.nanoTime() - start;
    long cpuNanos = ProcessTime.ofSelf().children() - before;
    if (exitCode != 0) {
      throw new IOException(
          String.join(" ", builder.command())
              + " exited with "
              + exitCode
              + ": "
              + Files.readString(output));
    }
    Files.delete(output);
    return List.of(Figure.time("wall time", elapsed), Figure.time("CPU time", cpuNanos));
  }
}
