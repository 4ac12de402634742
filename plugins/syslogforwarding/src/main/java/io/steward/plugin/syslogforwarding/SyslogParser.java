package io.steward.plugin.syslogforwarding;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Parses syslog messages leniently: as RFC 5424 if possible, else as RFC 3164; messages that are
/// neither are kept raw. Never throws.
///
/// @param zone of senders that give none
record SyslogParser(ZoneId zone) {

  private static final int HIGHEST_PRIORITY = 191;
  private static final int SEVERITIES = 8;
  private static final String NIL = "-";

  /// Parses a message.
  SyslogMessage parse(byte[] bytes, Instant received, String peer) {
    Optional<String> charset = Optional.empty();
    String raw;
    try {
      raw = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException notUtf8) {
      raw = new String(bytes, StandardCharsets.ISO_8859_1);
      charset = Optional.of(StandardCharsets.ISO_8859_1.name());
    }
    TextCursor cursor = new TextCursor(raw);
    Optional<Integer> priority = priority(cursor);
    int start = cursor.position();
    Optional<Fields> fields = priority.flatMap(known -> rfc5424(cursor));
    if (fields.isEmpty()) {
      cursor.reset(start);
      fields = Optional.of(rfc3164(cursor, received));
    }
    Fields read = fields.get();
    return new SyslogMessage(
        raw,
        charset,
        received,
        peer,
        priority.map(value -> value / SEVERITIES),
        priority.map(value -> value % SEVERITIES),
        read.timestamp(),
        read.host(),
        read.app(),
        read.process(),
        read.messageId(),
        read.structured(),
        read.message());
  }

  /// The fields after the priority.
  private record Fields(
      Optional<Instant> timestamp,
      Optional<String> host,
      Optional<String> app,
      Optional<String> process,
      Optional<String> messageId,
      Map<String, Map<String, String>> structured,
      Optional<String> message) {}

  private static Optional<Integer> priority(TextCursor cursor) {
    if (!cursor.accept('<')) {
      return Optional.empty();
    }
    int value = cursor.number(3);
    if (value < 0 || value > HIGHEST_PRIORITY || !cursor.accept('>')) {
      cursor.reset(0);
      return Optional.empty();
    }
    return Optional.of(value);
  }

  /// RFC 5424 section 6; empty when the message has another format.
  private static Optional<Fields> rfc5424(TextCursor cursor) {
    int version = cursor.number(3);
    if (version < 1 || !cursor.accept(' ')) {
      return Optional.empty();
    }
    String time = cursor.word();
    Optional<Instant> timestamp = time.equals(NIL) ? Optional.empty() : instant(time);
    if (timestamp.isEmpty() && !time.equals(NIL)) {
      return Optional.empty();
    }
    Optional<String> host = field(cursor);
    Optional<String> app = field(cursor);
    Optional<String> process = field(cursor);
    Optional<String> messageId = field(cursor);
    if (!cursor.accept(' ')) {
      return Optional.empty();
    }
    Optional<Map<String, Map<String, String>>> structured = StructuredData.read(cursor);
    if (structured.isEmpty() || !(cursor.isAtEnd() || cursor.accept(' '))) {
      return Optional.empty();
    }
    Optional<String> message =
        cursor.isAtEnd() ? Optional.empty() : Optional.of(withoutByteOrderMark(cursor.rest()));
    return Optional.of(
        new Fields(timestamp, host, app, process, messageId, structured.get(), message));
  }

  private static Optional<String> field(TextCursor cursor) {
    cursor.accept(' ');
    String word = cursor.word();
    return word.isEmpty() || word.equals(NIL) ? Optional.empty() : Optional.of(word);
  }

  private static String withoutByteOrderMark(String message) {
    return message.startsWith("\ufeff") ? message.substring(1) : message;
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /// RFC 3164 section 4, as senders implement it: with or without a time, a host and a tag.
  private Fields rfc3164(TextCursor cursor, Instant received) {
    int start = cursor.position();
    skipSequence(cursor);
    Optional<Instant> timestamp = Rfc3164Time.read(cursor, received, zone);
    if (timestamp.isEmpty()) {
      cursor.reset(start);
      timestamp = instant(cursor.word());
      if (timestamp.isEmpty()) {
        cursor.reset(start);
      }
    }
    Optional<String> host = Optional.empty();
    if (timestamp.isPresent()) {
      cursor.accept(':');
      cursor.accept(' ');
      int before = cursor.position();
      String word = cursor.word();
      if (!word.isEmpty() && !isTag(word) && !cursor.isAtEnd()) {
        host = Optional.of(word);
        cursor.accept(' ');
      } else {
        cursor.reset(before);
      }
    }
    int before = cursor.position();
    String word = cursor.word();
    if (!isTag(word)) {
      cursor.reset(before);
      return fields(timestamp, host, Optional.empty(), Optional.empty(), cursor.rest());
    }
    cursor.accept(' ');
    String tag = word.substring(0, word.length() - 1);
    int bracket = tag.indexOf('[');
    return bracket > 0 && tag.endsWith("]")
        ? fields(
            timestamp,
            host,
            Optional.of(tag.substring(0, bracket)),
            Optional.of(tag.substring(bracket + 1, tag.length() - 1)),
            cursor.rest())
        : fields(timestamp, host, Optional.of(tag), Optional.empty(), cursor.rest());
  }

  /// Cisco devices number their messages, `29: Nov 24 01:02:03.123: %SYS-5-CONFIG_I: text`, and
  /// mark an unsynchronized time with `*` or `.`.
  private static void skipSequence(TextCursor cursor) {
    int start = cursor.position();
    if (cursor.number(9) < 0 || !cursor.accept(':') || !cursor.accept(' ')) {
      cursor.reset(start);
    } else if (!cursor.accept('*')) {
      cursor.accept('.');
    }
  }

  private static boolean isTag(String word) {
    return word.length() > 1 && word.endsWith(":");
  }

  private static Fields fields(
      Optional<Instant> timestamp,
      Optional<String> host,
      Optional<String> app,
      Optional<String> process,
      String message) {
    return new Fields(
        timestamp,
        host,
        app,
        process,
        Optional.empty(),
        new LinkedHashMap<>(),
        message.isEmpty() ? Optional.empty() : Optional.of(message));
  }
}
