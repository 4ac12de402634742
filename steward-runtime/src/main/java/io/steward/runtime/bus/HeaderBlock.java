package io.steward.runtime.bus;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;

/// The header block of a message, as it arrives: a version line, perhaps with a status, then a line
/// for each header, then an empty line.
///
/// The broker passes on what a client writes as it is, and appends its own headers. jnats stops
/// reading for good at a block that it cannot parse.
final class HeaderBlock {

  private static final byte[] VERSION = "NATS/1.0".getBytes(US_ASCII);
  private static final byte[] MARK = ("\r\n" + Header.MALFORMED + ": true\r\n").getBytes(US_ASCII);
  private static final byte[] STORED_IN = (Header.STORED_IN + ":").getBytes(US_ASCII);
  private static final int STATUS_DIGITS = 3;

  private HeaderBlock() {}

  /// Whether jnats can parse a block, completely.
  ///
  /// @param statusExpected whether the broker may have answered with a status. jnats takes any
  ///   message with a status for one of the broker.
  static boolean isWellFormed(byte[] bytes, int from, int to, boolean statusExpected) {
    if (!startsWith(bytes, from, to, VERSION)) {
      return false;
    }
    int at = from + VERSION.length;
    if (at < to && bytes[at] == ' ') {
      int end = statusExpected ? statusEnd(bytes, from, to) : -1;
      if (end < 0) {
        return false;
      }
      at = value(bytes, end, to);
    }
    while (isLineEnd(bytes, at, to)) {
      at += 2;
      if (isLineEnd(bytes, at, to)) {
        return at + 2 == to;
      }
      int colon = name(bytes, at, to);
      if (colon < 0) {
        return false;
      }
      at = value(bytes, colon + 1, to);
    }
    return false;
  }

  /// A block with the headers of another one that can be parsed, and {@link Header#MALFORMED}.
  /// Those of the broker are among them, whatever a client has written. A byte that no value may
  /// have becomes a question mark.
  static byte[] repair(byte[] bytes, int from, int to, boolean statusExpected) {
    var repaired = new ByteArrayOutputStream(to - from + MARK.length + VERSION.length);
    repaired.writeBytes(VERSION);
    int status = statusExpected ? statusEnd(bytes, from, to) : -1;
    if (status > 0) {
      repaired.write(bytes, from + VERSION.length, status - from - VERSION.length);
    }
    repaired.writeBytes(MARK);
    for (int line = lineEnd(bytes, from, to) + 1; line < to; ) {
      int end = lineEnd(bytes, line, to);
      int colon = name(bytes, line, end);
      if (colon > 0) {
        int last = end > line && bytes[end - 1] == '\r' ? end - 1 : end;
        for (int i = line; i < last; i++) {
          repaired.write(i <= colon || isOfValue(bytes[i]) ? bytes[i] : '?');
        }
        repaired.write('\r');
        repaired.write('\n');
      }
      line = end + 1;
    }
    repaired.write('\r');
    repaired.write('\n');
    return repaired.toByteArray();
  }

  /// Where the code of the broker's status ends, or -1 if there is none. A message from a stream is
  /// none, even if a client has stored it with a status.
  private static int statusEnd(byte[] bytes, int from, int to) {
    int end = from + VERSION.length + 1 + STATUS_DIGITS;
    if (!startsWith(bytes, from, to, VERSION)
        || end >= to
        || bytes[end - STATUS_DIGITS - 1] != ' ') {
      return -1;
    }
    for (int i = end - STATUS_DIGITS; i < end; i++) {
      if (bytes[i] < '0' || bytes[i] > '9') {
        return -1;
      }
    }
    if (bytes[end] != ' ' && bytes[end] != '\r') {
      return -1;
    }
    for (int line = from; line < to; line = lineEnd(bytes, line, to) + 1) {
      if (startsWith(bytes, line, to, STORED_IN)) {
        return -1;
      }
    }
    return end;
  }

  /// The position of the colon after a valid name, or -1.
  private static int name(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && bytes[at] > ' ' && bytes[at] < 0x7f && bytes[at] != ':') {
      at++;
    }
    return at > from && at < to && bytes[at] == ':' ? at : -1;
  }

  /// Where a value ends.
  private static int value(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && isOfValue(bytes[at])) {
      at++;
    }
    return at;
  }

  private static boolean isOfValue(byte character) { // what is not ASCII is negative
    return (character >= ' ' && character < 0x7f) || character == '\t';
  }

  private static boolean isLineEnd(byte[] bytes, int at, int to) {
    return at + 1 < to && bytes[at] == '\r' && bytes[at + 1] == '\n';
  }

  private static int lineEnd(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && bytes[at] != '\n') {
      at++;
    }
    return at;
  }

  private static boolean startsWith(byte[] bytes, int from, int to, byte[] prefix) {
    if (to - from < prefix.length) {
      return false;
    }
    for (int i = 0; i < prefix.length; i++) {
      if (bytes[from + i] != prefix[i]) {
        return false;
      }
    }
    return true;
  }
}
