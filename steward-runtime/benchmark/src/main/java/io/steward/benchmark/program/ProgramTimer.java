package io.steward.benchmark.program;

import io.steward.benchmark.measure.Figure;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A program from its start to its end.
final class ProgramTimer {

  private ProgramTimer() {}

  /// How long it took, and what it and its children took of processors. No other child of this
  /// program may end meanwhile.
  static List<Figure> time(ProcessBuilder builder) throws IOException, InterruptedException {
    Path output = Files.createTempFile(builder.directory().toPath(), "said", ".txt");
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
              + " ended with "
              + exitCode
              + ": "
              + Files.readString(output));
    }
    Files.delete(output);
    return List.of(Figure.time("wall time", elapsed), Figure.time("CPU time", cpuNanos));
  }
}
