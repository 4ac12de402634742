package io.steward.plugin.httprequest;

import java.net.ConnectException;
import java.net.URI;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Why there is no answer, in one line for a person.
final class RequestFailure {

  private RequestFailure() {}

  static String reason(URI url, @Nullable Throwable cause) {
    String where = UrlPattern.host(url) + ":" + UrlPattern.port(url);
    if (has(cause, UnresolvedAddressException.class)) {
      return "there is no host " + UrlPattern.host(url);
    }
    return switch (cause) {
      case ConnectException refused -> "cannot connect to " + where + message(refused);
      case SSLException unsafe -> "no TLS with " + where + message(unsafe);
      case null -> "no answer from " + where;
      default -> "no answer from " + where + message(cause);
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
