package io.steward.plugin.syslogforwarding;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Queue of lines from the receivers to the sender.
///
/// Any thread may add lines; one thread takes them.
final class LineQueue {

  /// Well below the maximum size of a message at the broker.
  static final int LARGEST_BATCH = 400 * 1024;

  /// Overhead of a line in JSON: its parsed fields, quotes and names.
  private static final int PER_LINE = 400;

  private final BlockingQueue<SyslogMessage> lines;
  private final AtomicLong dropped = new AtomicLong();
  private final List<SyslogMessage> batch = new ArrayList<>();
  private long size;
  private @Nullable SyslogMessage held;

  LineQueue(int capacity) {
    lines = new ArrayBlockingQueue<>(capacity);
  }

  /// Adds a line, and waits for space if necessary.
  void put(SyslogMessage syslogMessage) throws InterruptedException {
    lines.put(syslogMessage);
  }

  /// Adds a line if there is space, else counts it as dropped.
  void offer(SyslogMessage syslogMessage) {
    if (!lines.offer(syslogMessage)) {
      dropped.incrementAndGet();
    }
  }

  /// The number of dropped lines.
  long dropped() {
    return dropped.get();
  }

  boolean isEmpty() {
    return lines.isEmpty() && held == null && batch.isEmpty();
  }

  /// Gathers a batch: the queued lines, and those that arrive while lingering. The same lines are
  /// returned again until the batch is settled, so that an interrupt never loses any.
  ///
  /// @param limit the maximum number of lines
  /// @param timeout how long to wait for the first line
  /// @param linger how long to wait for more lines after the first
  /// @return the batch; empty when no line arrived in time
  List<SyslogMessage> take(int limit, Duration timeout, Duration linger)
      throws InterruptedException {
    if (batch.isEmpty()) {
      SyslogMessage first =
          held == null ? lines.poll(timeout.toNanos(), TimeUnit.NANOSECONDS) : held;
      held = null;
      if (first == null) {
        return List.of();
      }
      add(first);
    }
    long deadline = System.nanoTime() + linger.toNanos();
    while (batch.size() < limit && held == null) {
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

  /// Forgets the batch taken last, which has been sent.
  void settle() {
    batch.clear();
    size = 0;
  }

  /// Upper bound of its size in JSON: the text appears twice, and escapes take up to six bytes.
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
