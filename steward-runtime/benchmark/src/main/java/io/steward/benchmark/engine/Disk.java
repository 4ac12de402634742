package io.steward.benchmark.engine;

import io.steward.benchmark.measure.Comparison;
import io.steward.benchmark.measure.Comparison.Way;
import io.steward.benchmark.measure.Figure;
import io.steward.benchmark.measure.Quantiles;
import io.steward.benchmark.measure.Rounds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The time of the disk itself for one durable write, on the file system of the ledgers: nothing
/// can be stored durably in less.
///
/// @param duration how long to write
record Disk(Duration duration) {

  private static final int BLOCK = 4096; // a page of a ledger
  private static final int BLOCKS = 1024;

  /// Writes one block.
  @FunctionalInterface
  private interface Writer {
    void write(ByteBuffer block, int number) throws IOException;
  }

  Comparison<TrialFleet> comparison(String name, Rounds rounds) {
    return new Comparison<>(
        name,
        "writes of 4 KiB, one at a time, each durable before the next",
        rounds,
        List.of(
            new Way<>("preallocated file, fdatasync", this::preallocated),
            new Way<>("append, fsync", this::append)));
  }

  /// Only the file's data changes, not its size or other metadata.
  private List<Figure> preallocated(TrialFleet fleet) throws IOException {
    try (FileChannel file =
        FileChannel.open(
            fleet.folder().resolve("preallocated"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE)) {
      for (int i = 0; i < BLOCKS; i++) {
        file.write(ByteBuffer.allocate(BLOCK), (long) i * BLOCK);
      }
      file.force(true);
      return measure((block, number) -> {
        file.write(block, (long) (number % BLOCKS) * BLOCK);
        file.force(false);
      });
    }
  }

  private List<Figure> append(TrialFleet fleet) throws IOException {
    try (FileChannel file =
        FileChannel.open(
            fleet.folder().resolve("appended"),
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND)) {
      return measure((block, number) -> {
        file.write(block);
        file.force(true);
      });
    }
  }

  private List<Figure> measure(Writer writer) throws IOException {
    ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
    List<Long> took = new ArrayList<>();
    long began = System.nanoTime();
    long now = began;
    while (now - began < duration.toNanos()) {
      long start = now;
      writer.write(block.clear(), took.size());
      now = System.nanoTime();
      took.add(now - start);
    }
    List<Figure> figures = new ArrayList<>(Quantiles.of(took).figures("write"));
    figures.add(Figure.rate("writes", took.size(), now - began));
    return figures;
  }
}
