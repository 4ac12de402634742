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
  static Optional<Map<String, Map<String, String>>> read(TextCursor cursor) {
    Map<String, Map<String, String>> elements = new LinkedHashMap<>();
    if (cursor.accept('-')) {
      return Optional.of(elements);
    }
    if (cursor.peek() != '[') {
      return Optional.empty();
    }
    while (cursor.accept('[')) {
      String id = name(cursor);
      Map<String, String> values = new LinkedHashMap<>();
      while (cursor.accept(' ')) {
        if (cursor.peek() == ']') {
          break; // a trailing blank, which many senders write
        }
        String name = name(cursor);
        if (!isName(name) || !cursor.accept('=') || !cursor.accept('"')) {
          return Optional.empty();
        }
        Optional<String> value = value(cursor);
        if (value.isEmpty()) {
          return Optional.empty();
        }
        values.put(name, value.get());
      }
      if (!isName(id) || !cursor.accept(']')) {
        return Optional.empty();
      }
      elements.put(id, values);
    }
    return Optional.of(elements);
  }

  private static boolean isName(String name) {
    return !name.isEmpty() && name.length() <= MAX_NAME_LENGTH;
  }

  private static String name(TextCursor cursor) {
    StringBuilder name = new StringBuilder();
    while (!cursor.isAtEnd() && " =]\"".indexOf(cursor.peek()) < 0) {
      name.append(cursor.read(1));
    }
    return name.toString();
  }

  private static Optional<String> value(TextCursor cursor) {
    StringBuilder value = new StringBuilder();
    while (!cursor.isAtEnd()) {
      if (cursor.accept('"')) {
        return Optional.of(value.toString());
      }
      if (cursor.accept('\\')) {
        char escaped = cursor.peek();
        if (cursor.isAtEnd() || "\"\\]".indexOf(escaped) < 0) {
          value.append('\\'); // before any other character it is literal
          continue;
        }
      }
      value.append(cursor.read(1));
    }
    return Optional.empty();
  }
}
