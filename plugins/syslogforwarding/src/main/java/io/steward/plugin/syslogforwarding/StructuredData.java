package io.steward.plugin.syslogforwarding;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Structured data (RFC 5424 section 6.3).
final class StructuredData {

  /// RFC 5424 allows 32. Far longer names are rejected, so that no receiver gets them as keys.
  private static final int MAX_NAME_LENGTH = 255;

  private StructuredData() {}

  /// Parses structured data; empty when it is malformed.
  static Optional<Map<String, Map<String, String>>> read(TextCursor textCursor) {
    Map<String, Map<String, String>> elements = new LinkedHashMap<>();
    if (textCursor.take('-')) {
      return Optional.of(elements);
    }
    if (textCursor.peek() != '[') {
      return Optional.empty();
    }
    while (textCursor.take('[')) {
      String id = name(textCursor);
      Map<String, String> values = new LinkedHashMap<>();
      while (textCursor.take(' ')) {
        if (textCursor.peek() == ']') {
          break; // a trailing blank, which many senders write
        }
        String name = name(textCursor);
        if (!isName(name) || !textCursor.take('=') || !textCursor.take('"')) {
          return Optional.empty();
        }
        Optional<String> value = value(textCursor);
        if (value.isEmpty()) {
          return Optional.empty();
        }
        values.put(name, value.get());
      }
      if (!isName(id) || !textCursor.take(']')) {
        return Optional.empty();
      }
      elements.put(id, values);
    }
    return Optional.of(elements);
  }

  private static boolean isName(String name) {
    return !name.isEmpty() && name.length() <= MAX_NAME_LENGTH;
  }

  private static String name(TextCursor textCursor) {
    StringBuilder name = new StringBuilder();
    while (!textCursor.isAtEnd() && " =]\"".indexOf(textCursor.peek()) < 0) {
      name.append(textCursor.some(1));
    }
    return name.toString();
  }

  private static Optional<String> value(TextCursor textCursor) {
    StringBuilder value = new StringBuilder();
    while (!textCursor.isAtEnd()) {
      if (textCursor.take('"')) {
        return Optional.of(value.toString());
      }
      if (textCursor.take('\\')) {
        char escaped = textCursor.peek();
        if (textCursor.isAtEnd() || "\"\\]".indexOf(escaped) < 0) {
          value.append('\\'); // before any other character it is literal
          continue;
        }
      }
      value.append(textCursor.some(1));
    }
    return Optional.empty();
  }
}
