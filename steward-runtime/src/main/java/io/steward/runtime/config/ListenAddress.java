package io.steward.runtime.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An address to listen on: `9464` and `:9464` mean the loopback address; any other must be written
/// out, as in `0.0.0.0:9464` or `[::]:9464`.
///
/// @param host a name or an address
/// @param port 1 to 65535
public record ListenAddress(String host, int port) {

  private static final String LOOPBACK = "127.0.0.1";
  private static final Pattern FORM =
      Pattern.compile("(?:(?:([A-Za-z0-9.-]+)|\\[([0-9a-fA-F:.]+)])?:)?(\\d{1,5})");

  /// Parses an address.
  ///
  /// @throws IllegalArgumentException if the text is not an address
  public static ListenAddress parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    int port = matcher.matches() ? Integer.parseInt(matcher.group(3)) : 0;
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a port or an address such as 9464 or 127.0.0.1:9464");
    }
    String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    return new ListenAddress(host == null ? LOOPBACK : host, port);
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
