package io.steward.runtime.ledger;

import java.util.LinkedHashMap;
import java.util.Map;

/// Encodes headers as lines of `name: value`, and decodes them.
final class HeaderCodec {

  private HeaderCodec() {}

  static String write(Map<String, String> headers) {
    StringBuilder lines = new StringBuilder();
    headers.forEach((name, value) -> lines.append(name).append(": ").append(value).append('\n'));
    return lines.toString();
  }

  static Map<String, String> read(String lines) {
    Map<String, String> headers = new LinkedHashMap<>();
    lines
        .lines()
        .forEach(line -> {
          int colon = line.indexOf(": ");
          headers.put(line.substring(0, colon), line.substring(colon + 2));
        });
    return headers;
  }
}
