package io.steward.plugin.filewatch;

import java.util.Locale;
import java.util.StringJoiner;

/// A change as a JSON object (RFC 8259) in one line.
final class Json {

  private final StringJoiner members = new StringJoiner(",", "{", "}");

  private Json() {}

  static String of(String node, Change change) {
    Json json = new Json();
    json.text("node", node);
    json.text("kind", word(change.kind()));
    json.text("path", change.path());
    change.from().ifPresent(from -> json.text("from", from));
    json.text("noticed", change.noticed().toString());
    change
        .entry()
        .ifPresent(fileEntry -> {
          json.text("type", word(fileEntry.type()));
          fileEntry.mode().ifPresent(mode -> json.text("mode", mode));
          fileEntry.owner().ifPresent(owner -> json.text("owner", owner));
          fileEntry.size().ifPresent(size -> json.members.add("\"size\":" + size));
          fileEntry.modified().ifPresent(modified -> json.text("modified", modified.toString()));
          fileEntry.sha256().ifPresent(sum -> json.text("sha256", sum));
        });
    return json.members.toString();
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private void text(String name, String value) {
    StringBuilder quoted = new StringBuilder("\"").append(name).append("\":\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    members.add(quoted.append('"'));
  }
}
