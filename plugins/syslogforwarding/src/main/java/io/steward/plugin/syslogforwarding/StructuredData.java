package io.steward.plugin.syslogforwarding;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Structured data (RFC 5424 section 6.3).
final class StructuredData {

  /// RFC 5424 allows 32. What is far longer is none, and no receiver need bear it as a key.
  private static final int LONGEST_NAME = 255;

  private StructuredData() {}

  /// Reads it; nothing when it is broken.
  static Optional<Map<String, Map<String, String>>> read(Cursor cursor) {
    Map<String, Map<String, String>> elements = new LinkedHashMap<>();
    if (cursor.take('-')) {
      return Optional.of(elements);
    }
    if (cursor.peek() != '[') {
      return Optional.empty();
    }
    while (cursor.take('[')) {
      String id = name(cursor);
      Map<String, String> values = new LinkedHashMap<>();
      while (cursor.take(' ')) {
        if (cursor.peek() == ']') {
          break; // a blank too many, which many senders write
        }
        String name = name(cursor);
        if (!isName(name) || !cursor.take('=') || !cursor.take('"')) {
          return Optional.empty();
        }
        Optional<String> value = value(cursor);
        if (value.isEmpty()) {
          return Optional.empty();
        }
        values.put(name, value.get());
      }
      if (!isName(id) || !cursor.take(']')) {
        return Optional.empty();
      }
      elements.put(id, values);
    }
    return Optional.of(elements);
  }

  private static boolean isName(String name) {
    return !name.isEmpty() && name.length() <= LONGEST_NAME;
  }

  private static String name(Cursor cursor) {
    StringBuilder name = new StringBuilder();
    while (!cursor.isAtEnd() && " =]\"".indexOf(cursor.peek()) < 0) {
      name.append(cursor.some(1));
    }
    return name.toString();
  }

  private static Optional<String> value(Cursor cursor) {
    StringBuilder value = new StringBuilder();
    while (!cursor.isAtEnd()) {
      if (cursor.take('"')) {
        return Optional.of(value.toString());
      }
      if (cursor.take('\\')) {
        char escaped = cursor.peek();
        if (cursor.isAtEnd() || "\"\\]".indexOf(escaped) < 0) {
          value.append('\\'); // before anything else it stands for itself
          continue;
        }
      }
      value.append(cursor.some(1));
    }
    return Optional.empty();
  }
}
