package io.steward.runtime.process;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/// The output of a command: the head is sent as it is written, and of the rest only the tail is
/// kept until the end. The bytes in between are counted and dropped.
///
/// Safe for use by any thread.
final class HeadTailStream extends OutputStream {

  private static final int CHUNK = 32 * 1024;

  private final Sink sink;
  private final long head;
  private final RingBuffer tail;
  private byte[] buffer = {};
  private int buffered;
  private long total;
  private long sent;
  private long refused;
  private boolean closed;

  /// Where chunks go, in order.
  @FunctionalInterface
  interface Sink {
    /// Offers a chunk.
    ///
    /// @return whether there was room for it
    boolean offer(long offset, byte[] bytes);
  }

  /// @param head how many bytes are sent as they are written
  /// @param tail how many of the last bytes after them are kept
  HeadTailStream(long head, int tail, Sink sink) {
    this.sink = sink;
    this.head = head;
    this.tail = new RingBuffer(tail);
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
    if (closed) {
      throw new IOException("the handler has returned; its output is closed");
    }
    int from = offset;
    int left = length;
    while (left > 0 && total < head) {
      if (buffer.length == 0) {
        buffer = new byte[(int) Math.min(CHUNK, head)];
      }
      int room = (int) Math.min(Math.min(left, buffer.length - buffered), head - total);
      System.arraycopy(bytes, from, buffer, buffered, room);
      buffered += room;
      total += room;
      from += room;
      left -= room;
      if (buffered == buffer.length || total == head) {
        flush();
      }
    }
    tail.add(bytes, from, left);
    total += left;
  }

  @Override
  public synchronized void flush() {
    if (buffered > 0) {
      send(sent, Arrays.copyOf(buffer, buffered));
      sent += buffered;
      buffered = 0;
    }
  }

  /// Sends the rest, including the tail. Later writes fail.
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      flush();
      byte[] last = tail.bytes();
      for (int at = 0; at < last.length; at += CHUNK) {
        byte[] chunk = Arrays.copyOfRange(last, at, Math.min(last.length, at + CHUNK));
        send(total - last.length + at, chunk);
      }
    }
  }

  private void send(long offset, byte[] chunk) {
    if (!sink.offer(offset, chunk)) {
      refused += chunk.length;
    }
  }

  /// Rejects further writes and sends nothing more.
  synchronized void abandon() {
    closed = true;
    buffered = 0;
  }

  /// How many bytes were written.
  synchronized long total() {
    return total;
  }

  /// How many of them were not sent.
  synchronized long dropped() {
    return Math.max(0, total - head) - tail.size() + refused;
  }

  /// The last bytes, up to a size. It takes no more memory than they do, since most commands print
  /// little.
  private static final class RingBuffer {
    private static final int MIN_SIZE = 1024;

    private final int size;
    private byte[] bytes = {};
    private int next;
    private boolean full;

    RingBuffer(int size) {
      this.size = size;
    }

    void add(byte[] from, int offset, int length) {
      int start = offset + Math.max(0, length - size);
      int left = Math.min(length, size);
      if (bytes.length < size && next + left > bytes.length) {
        long wanted = Math.max(MIN_SIZE, Math.max(2L * bytes.length, (long) next + left));
        bytes = Arrays.copyOf(bytes, (int) Math.min(size, wanted));
      }
      while (left > 0) {
        int room = Math.min(left, bytes.length - next);
        System.arraycopy(from, start, bytes, next, room);
        start += room;
        left -= room;
        next += room;
        if (next == size) {
          next = 0;
          full = true;
        }
      }
    }

    int size() {
      return full ? size : next;
    }

    byte[] bytes() {
      byte[] all = new byte[size()];
      int old = full ? size - next : 0;
      System.arraycopy(bytes, bytes.length - old, all, 0, old);
      System.arraycopy(bytes, 0, all, old, next);
      return all;
    }
  }
}
