package io.steward.plugin.httprequest;

import java.net.URI;

/// Which redirects are followed. Their targets must also be allowed.
public enum Redirects {
  /// None: a redirect is the response.
  NEVER,
  /// Redirects to the same host.
  SAME_HOST,
  /// All, except from https to http.
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
