package io.steward.plugin.httprequest;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A pattern of allowed URLs, such as `http://127.0.0.1:*/status*`.
///
/// The parts of a URL are compared one by one: a `*` in the host never matches into the path, where
/// the sender of a command could write a host name.
///
/// @param scheme `http` or `https`
/// @param host `*` matches any characters
/// @param port empty for any
/// @param path with the query; `*` matches any characters
record UrlPattern(String scheme, String host, Optional<Integer> port, String path) {

  private static final String EXAMPLE = "http://127.0.0.1:8080/*";
  private static final Pattern FORM =
      Pattern.compile("(https?)://(\\[[^]/]+]|[^:/@?#\\[]+)(?::(\\d{1,5}|\\*))?(/.*)?");

  /// @throws IllegalArgumentException when it is malformed
  static UrlPattern parse(String written) {
    Matcher parts = FORM.matcher(written);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "allow: \"" + written + "\" is not a URL pattern; write one such as " + EXAMPLE);
    }
    String scheme = parts.group(1);
    String port = Optional.ofNullable(parts.group(3)).orElse(String.valueOf(defaultPort(scheme)));
    return new UrlPattern(
        scheme,
        parts.group(2).toLowerCase(Locale.ROOT),
        port.equals("*") ? Optional.empty() : Optional.of(Integer.valueOf(port)),
        Optional.ofNullable(parts.group(4)).orElse("/*"));
  }

  /// Whether a URL is allowed.
  boolean permits(URI url) {
    return scheme.equals(scheme(url))
        && matches(host, host(url))
        && port.map(only -> only == port(url)).orElse(true)
        && matches(path, pathAndQuery(url));
  }

  /// The port of a URL, explicit or default.
  static int port(URI url) {
    return url.getPort() >= 0 ? url.getPort() : defaultPort(scheme(url));
  }

  /// A URL's scheme in lower case; empty when it has none.
  static String scheme(URI url) {
    return Optional.ofNullable(url.getScheme()).orElse("").toLowerCase(Locale.ROOT);
  }

  /// A URL's host in lower case; empty when it has none.
  static String host(URI url) {
    return Optional.ofNullable(url.getHost()).orElse("").toLowerCase(Locale.ROOT);
  }

  private static String pathAndQuery(URI url) {
    String path = Optional.ofNullable(url.getRawPath()).filter(p -> !p.isEmpty()).orElse("/");
    return path + Optional.ofNullable(url.getRawQuery()).map(query -> "?" + query).orElse("");
  }

  private static int defaultPort(String scheme) {
    return scheme.equals("https") ? 443 : 80;
  }

  /// Finds the texts between the stars one after the other. Unlike a regular expression with
  /// several `.*`, which tries all combinations, this is linear in the length of the text.
  private static boolean matches(String pattern, String text) {
    String[] parts = pattern.split("\\*", -1);
    String first = parts[0];
    String last = parts[parts.length - 1];
    if (parts.length == 1) {
      return pattern.equals(text);
    }
    if (!text.startsWith(first)) {
      return false;
    }
    int from = first.length();
    for (int i = 1; i < parts.length - 1; i++) {
      int at = text.indexOf(parts[i], from);
      if (at < 0) {
        return false;
      }
      from = at + parts[i].length();
    }
    return text.endsWith(last) && text.length() - last.length() >= from;
  }
}
