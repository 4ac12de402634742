package io.steward.plugin.httprequest;

import java.net.ConnectException;
import java.net.URI;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Why there is no response, in one line for a person.
final class RequestFailure {

  private RequestFailure() {}

  static String reason(URI url, @Nullable Throwable cause) {
    String where = UrlPattern.host(url) + ":" + UrlPattern.port(url);
    if (has(cause, UnresolvedAddressException.class)) {
      return "unknown host " + UrlPattern.host(url);
    }
    return switch (cause) {
      case ConnectException refused -> "cannot connect to " + where + message(refused);
      case SSLException unsafe -> "TLS failed with " + where + message(unsafe);
      case null -> "no response from " + where;
      default -> "no response from " + where + message(cause);
    };
  }

  private static boolean has(@Nullable Throwable cause, Class<? extends Throwable> type) {
    for (Throwable each = cause; each != null; each = each.getCause()) {
      if (type.isInstance(each)) {
        return true;
      }
    }
    return false;
  }

  private static String message(Throwable cause) {
    return Optional.ofNullable(cause.getMessage()).map(text -> ": " + text).orElse("");
  }
}
