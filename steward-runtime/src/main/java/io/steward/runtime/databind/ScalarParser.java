package io.steward.runtime.databind;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Parses scalars, and converts parts of documents to plain data.
final class ScalarParser {

  private ScalarParser() {}

  /// YAML 1.1 has more words for true and false than JSON.
  static Object toBoolean(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on" -> true;
      default -> false;
    };
  }

  static Object toInt(String text) {
    try {
      return new BigDecimal(text.replace("_", "")).intValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException(
          text + " is not a whole number from -2147483648 to 2147483647", e);
    }
  }

  static Object toLong(String text) {
    try {
      return new BigDecimal(text.replace("_", "")).longValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException(text + " is not a 64-bit whole number", e);
    }
  }

  /// A part of a document as plain data.
  static @Nullable Object plain(Tree tree) {
    return switch (tree) {
      case Tree.Scalar scalar -> plain(scalar);
      case Tree.Sequence sequence -> {
        List<@Nullable Object> items = new ArrayList<>();
        sequence.items().forEach(item -> items.add(plain(item)));
        yield items;
      }
      case Tree.Mapping mapping -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        mapping.entries().forEach((key, entry) -> map.put(key, plain(entry.value())));
        yield map;
      }
    };
  }

  private static @Nullable Object plain(Tree.Scalar scalar) {
    return switch (scalar.type()) {
      case TEXT -> scalar.text();
      case BOOLEAN -> toBoolean(scalar.text());
      case NULL -> null;
      case NUMBER -> number(scalar.text());
    };
  }

  private static Object number(String text) {
    try {
      BigInteger whole = new BigInteger(text);
      return whole.bitLength() < Long.SIZE ? (Object) whole.longValue() : whole;
    } catch (NumberFormatException fraction) {
      try {
        return Double.valueOf(text);
      } catch (NumberFormatException other) {
        return text;
      }
    }
  }
}
