package io.steward.plugin.httprequest;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What is asked of a URL before it is asked itself.
final class UrlCheck {

  private UrlCheck() {}

  /// Refuses what could be read in two ways, or would show a password to everybody.
  ///
  /// @throws IllegalArgumentException with what is wrong
  static void check(URI url) {
    if (!List.of("http", "https").contains(UrlPattern.scheme(url))
        || UrlPattern.host(url).isEmpty()) {
      throw new IllegalArgumentException("url: write one such as http://127.0.0.1:8080/status");
    }
    if (url.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "url: no user or password stands in it; they go into the header Authorization");
    }
    if (climbs(Optional.ofNullable(url.getRawPath()).orElse(""))) {
      throw new IllegalArgumentException("url: \"..\" is no part of its path");
    }
  }

  /// Whether some server could read the path as one that goes up.
  private static boolean climbs(String path) {
    String plain =
        path.toLowerCase(Locale.ROOT)
            .replace("%2e", ".")
            .replace("%2f", "/")
            .replace("%5c", "/")
            .replace('\\', '/');
    return Arrays.asList(plain.split("[/;]", -1)).contains("..");
  }

  /// A URL without its query, which may hold what is nobody's business.
  static String shown(URI url) {
    String whole = url.toString();
    int end = whole.indexOf('?');
    return end < 0 ? whole : whole.substring(0, end);
  }
}
