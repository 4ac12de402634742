package io.steward.runtime.access;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What an address contains before the `@`: a user and a password, or only a token. Neither
/// password nor token is ever printed.
///
/// @param user empty for a token
/// @param secret the password or the token
public record Login(Optional<String> user, String secret) {

  /// A user and a password.
  public static Login of(String user, String password) {
    return new Login(Optional.of(user), password);
  }

  /// Decodes what an address contains (RFC 3986, section 3.2.1).
  ///
  /// @throws IllegalArgumentException if it is not properly encoded
  static Login decode(String userInfo) {
    int colon = userInfo.indexOf(':');
    return colon < 0
        ? new Login(Optional.empty(), decodePart(userInfo))
        : of(decodePart(userInfo.substring(0, colon)), decodePart(userInfo.substring(colon + 1)));
  }

  private static String decodePart(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /// As in an address before the `@`.
  String encoded() {
    return user.map(name -> encodePart(name) + ":").orElse("") + encodePart(secret);
  }

  private static String encodePart(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public String toString() {
    return user.map(name -> "the user " + name).orElse("a token");
  }
}
