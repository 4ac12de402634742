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
///
/// Any thread may put lines in; one thread takes them.
final class LineQueue {

  /// A batch stays well below what a broker takes in one message.
  static final int LARGEST_BATCH = 400 * 1024;

  /// Written out, a line costs its fields again, and quotes and names around them.
  private static final int PER_LINE = 400;

  private final BlockingQueue<SyslogMessage> lines;
  private final AtomicLong dropped = new AtomicLong();
  private final List<SyslogMessage> batch = new ArrayList<>();
  private long size;
  private @Nullable SyslogMessage held;

  LineQueue(int most) {
    lines = new ArrayBlockingQueue<>(most);
  }

  /// Puts a line in, waiting for room.
  void put(SyslogMessage syslogMessage) throws InterruptedException {
    lines.put(syslogMessage);
  }

  /// Puts a line in if there is room, else counts it.
  void offer(SyslogMessage syslogMessage) {
    if (!lines.offer(syslogMessage)) {
      dropped.incrementAndGet();
    }
  }

  /// How many were counted.
  long dropped() {
    return dropped.get();
  }

  boolean isEmpty() {
    return lines.isEmpty() && held == null && batch.isEmpty();
  }

  /// Gathers a batch: as many lines as there are, waiting a little for more. What was gathered is
  /// given again until it is settled, so that an interrupt at any moment loses none.
  ///
  /// @param most how many
  /// @param patience how long to wait for the first
  /// @param linger how long to wait for the others after it
  /// @return none when there was none in that time
  List<SyslogMessage> take(int most, Duration patience, Duration linger)
      throws InterruptedException {
    if (batch.isEmpty()) {
      SyslogMessage first =
          held == null ? lines.poll(patience.toNanos(), TimeUnit.NANOSECONDS) : held;
      held = null;
      if (first == null) {
        return List.of();
      }
      add(first);
    }
    long deadline = System.nanoTime() + linger.toNanos();
    while (batch.size() < most && held == null) {
      long left = deadline - System.nanoTime();
      SyslogMessage syslogMessage =
          left > 0 ? lines.poll(left, TimeUnit.NANOSECONDS) : lines.poll();
      if (syslogMessage == null) {
        break;
      }
      if (size + size(syslogMessage) > LARGEST_BATCH) {
        held = syslogMessage;
      } else {
        add(syslogMessage);
      }
    }
    return List.copyOf(batch);
  }

  private void add(SyslogMessage syslogMessage) {
    batch.add(syslogMessage);
    size += size(syslogMessage);
  }

  /// The batch that was taken last is in good hands.
  void settle() {
    batch.clear();
    size = 0;
  }

  /// What it may take as JSON: the text twice, and a control character or a quote may become six.
  private static long size(SyslogMessage syslogMessage) {
    long size = PER_LINE;
    String raw = syslogMessage.raw();
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      size += c < ' ' ? 12 : c < 0x80 ? (c == '"' || c == '\\' ? 4 : 2) : 6;
    }
    return size;
  }
}
