package io.steward.runtime.bus;

/// The control line of a message: `MSG <subject> <sid> [<reply-to>] <length>` or `HMSG <subject>
/// <sid> [<reply-to>] <length of the headers> <length of headers and body>`. Used again for each
/// message, to allocate nothing.
final class ControlLine {

  /// Where the subject begins in the line of a message with headers.
  static final int SUBJECT = "HMSG ".length();

  private boolean hasHeaders;
  private int headerLength;
  private int length;
  private int lengthsAt;

  /// Reads a line.
  ///
  /// @param end of the line: its line feed
  /// @return whether it is one of a message
  boolean parse(byte[] bytes, int from, int end) {
    int to = end > from && bytes[end - 1] == '\r' ? end - 1 : end;
    hasHeaders = bytes[from] == 'H';
    headerLength = 0;
    int last = numberAt(bytes, from, to);
    length = number(bytes, last, to);
    lengthsAt = last;
    if (hasHeaders && length >= 0) {
      int before = last - 1;
      lengthsAt = numberAt(bytes, from, before);
      headerLength = number(bytes, lengthsAt, before);
    }
    return headerLength >= 0 && length >= headerLength && lengthsAt > from;
  }

  /// Whether the message has headers; the block may be empty.
  boolean hasHeaders() {
    return hasHeaders;
  }

  /// The length of the headers.
  int headerLength() {
    return headerLength;
  }

  /// The length of headers and body together.
  int length() {
    return length;
  }

  /// The position of the first of the lengths.
  int lengthsAt() {
    return lengthsAt;
  }

  private static int numberAt(byte[] bytes, int from, int to) {
    int at = to;
    while (at > from && bytes[at - 1] >= '0' && bytes[at - 1] <= '9') {
      at--;
    }
    return at;
  }

  /// A number of up to nine digits, or -1.
  private static int number(byte[] bytes, int from, int to) {
    if (to <= from || to - from > 9) {
      return -1;
    }
    int value = 0;
    for (int i = from; i < to; i++) {
      value = value * 10 + bytes[i] - '0';
    }
    return value;
  }
}
