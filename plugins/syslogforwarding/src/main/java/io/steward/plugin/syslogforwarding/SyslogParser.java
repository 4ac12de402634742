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
    TextCursor textCursor = new TextCursor(raw);
    Optional<Integer> priority = priority(textCursor);
    int start = textCursor.position();
    Optional<Fields> fields = priority.flatMap(known -> modern(textCursor));
    if (fields.isEmpty()) {
      textCursor.back(start);
      fields = Optional.of(traditional(textCursor, received));
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

  private static Optional<Integer> priority(TextCursor textCursor) {
    if (!textCursor.take('<')) {
      return Optional.empty();
    }
    int value = textCursor.number(3);
    if (value < 0 || value > HIGHEST_PRIORITY || !textCursor.take('>')) {
      textCursor.back(0);
      return Optional.empty();
    }
    return Optional.of(value);
  }

  /// RFC 5424 section 6; empty when the message has another format.
  private static Optional<Fields> modern(TextCursor textCursor) {
    int version = textCursor.number(3);
    if (version < 1 || !textCursor.take(' ')) {
      return Optional.empty();
    }
    String time = textCursor.word();
    Optional<Instant> timestamp = time.equals(NIL) ? Optional.empty() : instant(time);
    if (timestamp.isEmpty() && !time.equals(NIL)) {
      return Optional.empty();
    }
    Optional<String> host = field(textCursor);
    Optional<String> app = field(textCursor);
    Optional<String> process = field(textCursor);
    Optional<String> messageId = field(textCursor);
    if (!textCursor.take(' ')) {
      return Optional.empty();
    }
    Optional<Map<String, Map<String, String>>> structured = StructuredData.read(textCursor);
    if (structured.isEmpty() || !(textCursor.isAtEnd() || textCursor.take(' '))) {
      return Optional.empty();
    }
    Optional<String> message =
        textCursor.isAtEnd()
            ? Optional.empty()
            : Optional.of(withoutByteOrderMark(textCursor.rest()));
    return Optional.of(
        new Fields(timestamp, host, app, process, messageId, structured.get(), message));
  }

  private static Optional<String> field(TextCursor textCursor) {
    textCursor.take(' ');
    String word = textCursor.word();
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
  private Fields traditional(TextCursor textCursor, Instant received) {
    int start = textCursor.position();
    skipSequence(textCursor);
    Optional<Instant> timestamp = TraditionalTime.read(textCursor, received, zone);
    if (timestamp.isEmpty()) {
      textCursor.back(start);
      timestamp = instant(textCursor.word());
      if (timestamp.isEmpty()) {
        textCursor.back(start);
      }
    }
    Optional<String> host = Optional.empty();
    if (timestamp.isPresent()) {
      textCursor.take(':');
      textCursor.take(' ');
      int before = textCursor.position();
      String word = textCursor.word();
      if (!word.isEmpty() && !isTag(word) && !textCursor.isAtEnd()) {
        host = Optional.of(word);
        textCursor.take(' ');
      } else {
        textCursor.back(before);
      }
    }
    int before = textCursor.position();
    String word = textCursor.word();
    if (!isTag(word)) {
      textCursor.back(before);
      return fields(timestamp, host, Optional.empty(), Optional.empty(), textCursor.rest());
    }
    textCursor.take(' ');
    String tag = word.substring(0, word.length() - 1);
    int bracket = tag.indexOf('[');
    return bracket > 0 && tag.endsWith("]")
        ? fields(
            timestamp,
            host,
            Optional.of(tag.substring(0, bracket)),
            Optional.of(tag.substring(bracket + 1, tag.length() - 1)),
            textCursor.rest())
        : fields(timestamp, host, Optional.of(tag), Optional.empty(), textCursor.rest());
  }

  /// Cisco devices number their messages, `29: Nov 24 01:02:03.123: %SYS-5-CONFIG_I: text`, and
  /// mark an unsynchronized time with `*` or `.`.
  private static void skipSequence(TextCursor textCursor) {
    int start = textCursor.position();
    if (textCursor.number(9) < 0 || !textCursor.take(':') || !textCursor.take(' ')) {
      textCursor.back(start);
    } else if (!textCursor.take('*')) {
      textCursor.take('.');
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
