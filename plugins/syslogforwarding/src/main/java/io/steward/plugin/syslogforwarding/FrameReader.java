package io.steward.plugin.syslogforwarding;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.Arrays;
import java.util.Optional;

/// Reads the messages of a TCP connection (RFC 6587): octet-counted when the first byte is a digit,
/// else terminated by a line feed or a NUL. For use by one thread.
final class FrameReader {

  private static final int BUFFER = 8 * 1024;
  private static final int MAX_COUNT_DIGITS = 9;

  private final InputStream in;
  private final int longest;
  private int first = -2;
  private boolean counted;

  /// @param longest maximum bytes of a message; longer messages are truncated
  FrameReader(InputStream in, int longest) {
    this.in = new BufferedInputStream(in, BUFFER);
    this.longest = longest;
  }

  /// The next message; empty at the end. An incomplete last message is returned, too.
  ///
  /// @throws ProtocolException when a count is malformed, so the start of the next message is
  ///   unknown
  /// @throws IOException when the connection breaks
  Optional<byte[]> next() throws IOException {
    if (first == -2) {
      first = in.read();
      if (first < 0) {
        return Optional.empty();
      }
      counted = first >= '1' && first <= '9';
      return frame(first);
    }
    return frame(in.read());
  }

  private Optional<byte[]> frame(int begin) throws IOException {
    if (begin < 0) {
      return Optional.empty();
    }
    return counted ? Optional.of(counted(begin)) : terminated(begin);
  }

  private byte[] counted(int begin) throws IOException {
    long length = 0;
    int digits = 0;
    int next = begin;
    while (next >= '0' && next <= '9' && digits++ < MAX_COUNT_DIGITS) {
      length = length * 10 + next - '0';
      next = in.read();
    }
    if (next != ' ' || digits == 0) {
      throw new ProtocolException("expected an octet count");
    }
    byte[] kept = in.readNBytes((int) Math.min(length, longest));
    long rest = length - kept.length;
    if (kept.length == longest) {
      try {
        in.skipNBytes(rest);
      } catch (EOFException cutOff) {
        return kept;
      }
    }
    return trimmed(kept);
  }

  private Optional<byte[]> terminated(int begin) throws IOException {
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    int next = begin;
    while (true) {
      if (next < 0 || next == '\n' || next == 0) {
        byte[] line = trimmed(kept.toByteArray());
        if (line.length > 0) {
          return Optional.of(line);
        }
        if (next < 0) {
          return Optional.empty();
        }
        kept.reset(); // skip empty lines
      } else if (kept.size() < longest) {
        kept.write(next);
      }
      next = in.read();
    }
  }

  /// Removes trailing line ends and NULs, which belong to the framing.
  static byte[] trimmed(byte[] bytes) {
    int end = bytes.length;
    while (end > 0 && (bytes[end - 1] == '\n' || bytes[end - 1] == '\r' || bytes[end - 1] == 0)) {
      end--;
    }
    return end == bytes.length ? bytes : Arrays.copyOf(bytes, end);
  }

  /// Removes an incomplete UTF-8 character at the end of a truncated message, which would make the
  /// whole message invalid UTF-8.
  static byte[] whole(byte[] bytes, int longest) {
    if (bytes.length < longest) {
      return bytes;
    }
    int lead = bytes.length - 1;
    while (lead > bytes.length - 4 && (bytes[lead] & 0xc0) == 0x80) {
      lead--;
    }
    int ones = Integer.numberOfLeadingZeros(~((bytes[lead] & 0xff) << 24));
    return ones >= 2 && ones <= 4 && lead + ones > bytes.length
        ? Arrays.copyOf(bytes, lead)
        : bytes;
  }
}
