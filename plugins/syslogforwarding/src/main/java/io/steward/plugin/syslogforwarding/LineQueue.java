package io.steward.plugin.syslogforwarding;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Lines between those who receive and the one who sends.
final class LineQueue {

  /// A batch stays well below what a broker takes in one message.
  private static final int LARGEST_BATCH = 400 * 1024;

  /// Written out, a line costs its fields again, and quotes and names around them.
  private static final int PER_LINE = 400;

  private final BlockingQueue<Line> lines;
  private final AtomicLong dropped = new AtomicLong();
  private @Nullable Line held;

  LineQueue(int most) {
    lines = new ArrayBlockingQueue<>(most);
  }

  /// Puts a line in, waiting for room.
  void put(Line line) throws InterruptedException {
    lines.put(line);
  }

  /// Puts a line in if there is room, else counts it.
  void offer(Line line) {
    if (!lines.offer(line)) {
      dropped.incrementAndGet();
    }
  }

  /// How many were counted.
  long dropped() {
    return dropped.get();
  }

  boolean isEmpty() {
    return lines.isEmpty() && held == null;
  }

  /// Takes some lines: as many as there are, waiting a little for more.
  ///
  /// @param most how many
  /// @param linger how long to wait for them after the first
  /// @return none when there was none in a second
  List<Line> take(int most, Duration linger) throws InterruptedException {
    List<Line> batch = new ArrayList<>();
    Line line = held == null ? lines.poll(1, TimeUnit.SECONDS) : held;
    held = null;
    long deadline = System.nanoTime() + linger.toNanos();
    long size = 0;
    while (line != null) {
      size += size(line);
      if (!batch.isEmpty() && size > LARGEST_BATCH) {
        held = line;
        break;
      }
      batch.add(line);
      long left = deadline - System.nanoTime();
      line =
          batch.size() == most
              ? null
              : left > 0 ? lines.poll(left, TimeUnit.NANOSECONDS) : lines.poll();
    }
    return batch;
  }

  /// What it may take as JSON: the text twice, and a control character or a quote may become six.
  private static long size(Line line) {
    long size = PER_LINE;
    String raw = line.raw();
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      size += c < ' ' ? 12 : c < 0x80 ? (c == '"' || c == '\\' ? 4 : 2) : 6;
    }
    return size;
  }
}
