package io.steward.runtime.bus;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.Arrays;

/// What a broker sends, with each header block that jnats cannot parse [repaired][HeaderBlock].
/// Everything else passes unchanged, and without being copied unless a control line or a header
/// block arrives in parts.
///
/// Follows the [client protocol](https://docs.nats.io/reference/reference-protocols/nats-protocol):
/// a control line, and for `MSG` and `HMSG` the number of bytes that it announces. Belongs to one
/// thread.
final class InboundProtocol {

  private static final int MIN_CAPACITY = 8 * 1024;
  private static final int MAX_KEPT_CAPACITY = 64 * 1024;
  private static final int MAX_LINE = 64 * 1024;

  private final byte[] inbox;
  private final ControlLine line = new ControlLine();

  // of the current operation
  private long passing; // how many bytes remain that pass unread
  private boolean toLineEnd; // whether it is none with a message, and passes unread

  // what was read and not passed on yet; up to readyTo it may be
  private byte[] held = new byte[0];
  private int heldFrom;
  private int readyTo;
  private int heldTo;
  private int wanted; // how much is needed, at least, to pass on any of it
  private boolean malformed; // whether it begins with a message whose header block must be repaired

  /// Where the bytes come from.
  interface Input {
    /// Reads at least one byte, or returns -1 at the end.
    int read(byte[] into, int offset, int length) throws IOException;
  }

  /// @param inbox the prefix of the subjects on which this client expects answers of the broker
  InboundProtocol(String inbox) {
    this.inbox = inbox.getBytes(US_ASCII);
  }

  /// Reads at least one byte, or returns -1 at the end.
  int read(Input input, byte[] into, int offset, int length) throws IOException {
    while (true) {
      if (readyTo > heldFrom) {
        int count = Math.min(length, readyTo - heldFrom);
        System.arraycopy(held, heldFrom, into, offset, count);
        heldFrom += count;
        return count;
      }
      if (heldFrom == heldTo) {
        int count = input.read(into, offset, length);
        if (count <= 0) {
          return count;
        }
        int passed = scan(into, offset, offset + count);
        hold(into, passed, offset + count);
        if (passed > offset) {
          return passed - offset;
        }
      } else if (malformed) {
        repair();
      } else if (!fill(input)) {
        return -1;
      }
      readyTo = scan(held, heldFrom, heldTo);
    }
  }

  /// How far the bytes may be passed on.
  private int scan(byte[] bytes, int from, int to) {
    malformed = false;
    wanted = 0;
    int at = from;
    while (at < to) {
      if (passing > 0) {
        int count = (int) Math.min(passing, to - at);
        passing -= count;
        at += count;
      } else if (toLineEnd) {
        int end = lineEnd(bytes, at, to);
        toLineEnd = end == to;
        at = Math.min(end + 1, to);
      } else if (bytes[at] != 'M' && bytes[at] != 'H') {
        toLineEnd = true;
      } else {
        int end = lineEnd(bytes, at, to);
        if (end == to && to - at < MAX_LINE) {
          return at;
        }
        if (end == to || !line.parse(bytes, at, end)) {
          toLineEnd = true; // jnats reports it
          continue;
        }
        int headers = end + 1;
        if (to - headers < line.headerLength()) {
          wanted = headers - at + line.headerLength();
          return at;
        }
        if (line.hasHeaders()
            && !HeaderBlock.isWellFormed(
                bytes, headers, headers + line.headerLength(), mayBeStatus(bytes, at, end))) {
          malformed = true;
          return at;
        }
        passing = 2L + headers - at + line.length();
      }
    }
    return at;
  }

  /// Whether the line of a message with headers names a subject on which the broker answers.
  private boolean mayBeStatus(byte[] bytes, int at, int end) {
    int subject = at + ControlLine.SUBJECT;
    return subject + inbox.length <= end
        && Arrays.equals(bytes, subject, subject + inbox.length, inbox, 0, inbox.length);
  }

  private static int lineEnd(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && bytes[at] != '\n') {
      at++;
    }
    return at;
  }

  private void hold(byte[] bytes, int from, int to) {
    int count = to - from;
    if (count == 0) {
      return;
    }
    if (held.length < count || held.length > MAX_KEPT_CAPACITY) {
      held = new byte[Math.max(count, MIN_CAPACITY)];
    }
    System.arraycopy(bytes, from, held, 0, count);
    heldFrom = 0;
    readyTo = 0;
    heldTo = count;
  }

  /// Reads more of what is not complete yet.
  private boolean fill(Input input) throws IOException {
    int count = heldTo - heldFrom;
    byte[] target = held;
    if (count == held.length || wanted > held.length) {
      target = new byte[Math.max(wanted, Math.max(2 * count, MIN_CAPACITY))];
    }
    System.arraycopy(held, heldFrom, target, 0, count);
    held = target;
    heldFrom = 0;
    readyTo = 0;
    heldTo = count;
    int more = input.read(held, heldTo, held.length - heldTo);
    heldTo += Math.max(more, 0);
    return more >= 0;
  }

  /// Replaces the header block at the beginning, and its lengths in the control line.
  private void repair() {
    int end = lineEnd(held, heldFrom, heldTo);
    line.parse(held, heldFrom, end);
    int body = end + 1 + line.headerLength();
    byte[] headers = HeaderBlock.repair(held, end + 1, body, mayBeStatus(held, heldFrom, end));
    long length = (long) line.length() - line.headerLength() + headers.length;
    byte[] lengths = (headers.length + " " + length + "\r\n").getBytes(US_ASCII);
    int beginning = line.lengthsAt() - heldFrom;
    int rest = heldTo - body;
    byte[] replaced = new byte[beginning + lengths.length + headers.length + rest];
    System.arraycopy(held, heldFrom, replaced, 0, beginning);
    System.arraycopy(lengths, 0, replaced, beginning, lengths.length);
    System.arraycopy(headers, 0, replaced, beginning + lengths.length, headers.length);
    System.arraycopy(held, body, replaced, replaced.length - rest, rest);
    held = replaced;
    heldFrom = 0;
    readyTo = 0;
    heldTo = replaced.length;
  }
}
