package io.steward.plugin.httprequest;

import java.net.URI;

/// Which redirects are followed. Wherever one leads must be allowed besides.
public enum Redirects {
  /// None: a redirect is the answer.
  NEVER,
  /// Those to the host that was asked.
  SAME_HOST,
  /// All, but from https to http.
  ALWAYS;

  boolean follows(URI from, URI to) {
    boolean weaker =
        UrlPattern.scheme(from).equals("https") && UrlPattern.scheme(to).equals("http");
    return switch (this) {
      case NEVER -> false;
      case SAME_HOST -> !weaker && UrlPattern.host(from).equals(UrlPattern.host(to));
      case ALWAYS -> !weaker;
    };
  }
}
