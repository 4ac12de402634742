package io.steward.runtime.access;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The address of a broker.
///
/// @param uri the address without a login
/// @param login the login that was given with it
public record BrokerAddress(URI uri, Optional<Login> login) {

  private static final int NATS_PORT = 4222;
  private static final Set<String> SCHEMES = Set.of("nats", "tls", "ws", "wss");
  private static final Pattern FORM =
      Pattern.compile(
          "(?:(\\w+)://)?(?:((?:[A-Za-z0-9._~!$&'()*+,;=:-]|%[0-9A-Fa-f]{2})*)@)?"
              + "(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9_.-]+)(?::(\\d{1,5}))?(/[^@?#\\s]*)?");
  private static final Pattern LOGINS = Pattern.compile("//[^\\s,\\[\\]]*@");
  private static final String DEFAULT_TEXT = "nats://127.0.0.1:4222";

  /// The address of a broker on this machine.
  public static final BrokerAddress DEFAULT = parse(DEFAULT_TEXT);

  /// Parses an address, whose scheme is optional. In user and password, all characters are
  /// percent-encoded that cannot stand in an address (RFC 3986).
  ///
  /// @throws IllegalArgumentException if it is invalid; the message contains no password
  public static BrokerAddress parse(String text) {
    String stripped = text.strip();
    Matcher matcher = FORM.matcher(stripped);
    if (!matcher.matches()) {
      throw invalid(stripped);
    }
    String scheme = matcher.group(1) == null ? "nats" : matcher.group(1);
    String port = matcher.group(4);
    if (!SCHEMES.contains(scheme) || (port != null && Integer.parseInt(port) > 65535)) {
      throw invalid(stripped);
    }
    String path = matcher.group(5);
    try {
      URI uri =
          URI.create(
              scheme
                  + "://"
                  + matcher.group(3)
                  + (port == null ? "" : ":" + port)
                  + (path == null || path.equals("/") ? "" : path));
      if (uri.getHost() == null) {
        throw invalid(stripped);
      }
      return new BrokerAddress(uri, Optional.ofNullable(matcher.group(2)).map(Login::decode));
    } catch (IllegalArgumentException e) {
      throw invalid(stripped); // without the cause, which may contain the password
    }
  }

  private static IllegalArgumentException invalid(String text) {
    return new IllegalArgumentException(
        text.contains("@")
            ? "it is not a broker address such as nats://user:password@host:4222; in user and"
                + " password, write @ as %40, : as %3A, / as %2F, # as %23, ? as %3F and % as %25"
            : "\"" + text + "\" is not a broker address such as " + DEFAULT_TEXT);
  }

  /// This address with a login.
  public BrokerAddress with(Login other) {
    return new BrokerAddress(uri, Optional.of(other));
  }

  /// This address without a login.
  public BrokerAddress withoutLogin() {
    return new BrokerAddress(uri, Optional.empty());
  }

  /// The host's name or address, without brackets.
  public String host() {
    String host = uri.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /// The port, or the default of the scheme.
  public int port() {
    return uri.getPort() >= 0
        ? uri.getPort()
        : switch (uri.getScheme()) {
          case "ws" -> 80;
          case "wss" -> 443;
          default -> NATS_PORT;
        };
  }

  /// Whether the connection begins with TLS, or is refused.
  public boolean isSecure() {
    return uri.getScheme().equals("tls") || uri.getScheme().equals("wss");
  }

  /// The address without its login.
  @Override
  public String toString() {
    return uri.toString();
  }

  /// The address with its login, for the library that connects to it. Never to be printed.
  public String withVisibleLogin() {
    return login
        .map(each -> toString().replace("://", "://" + each.encoded() + "@"))
        .orElse(toString());
  }

  /// Removes the logins from all addresses in a text, such as the message of a library.
  public static String redact(String text) {
    return LOGINS.matcher(text).replaceAll("//");
  }
}
