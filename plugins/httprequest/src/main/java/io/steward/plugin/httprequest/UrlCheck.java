package io.steward.plugin.httprequest;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Validates URLs before they are requested.
final class UrlCheck {

  private UrlCheck() {}

  /// Rejects ambiguous URLs, and URLs that would expose a password.
  ///
  /// @throws IllegalArgumentException with the problem
  static void check(URI url) {
    if (!List.of("http", "https").contains(UrlPattern.scheme(url))
        || UrlPattern.host(url).isEmpty()) {
      throw new IllegalArgumentException("url: write one such as http://127.0.0.1:8080/status");
    }
    if (url.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "url: must not contain a user or password; use the header Authorization");
    }
    if (climbs(Optional.ofNullable(url.getRawPath()).orElse(""))) {
      throw new IllegalArgumentException("url: its path must not contain \"..\"");
    }
  }

  /// Whether some server could interpret the path as containing `..`.
  private static boolean climbs(String path) {
    String plain =
        path.toLowerCase(Locale.ROOT)
            .replace("%2e", ".")
            .replace("%2f", "/")
            .replace("%5c", "/")
            .replace('\\', '/');
    return Arrays.asList(plain.split("[/;]", -1)).contains("..");
  }

  /// A URL without its query, which may contain secrets.
  static String shown(URI url) {
    String whole = url.toString();
    int end = whole.indexOf('?');
    return end < 0 ? whole : whole.substring(0, end);
  }
}
