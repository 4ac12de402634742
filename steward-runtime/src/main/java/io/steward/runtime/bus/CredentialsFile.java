package io.steward.runtime.bus;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The files of other NATS tools with a key: an nkey seed, alone or after a user JWT.
public final class CredentialsFile {

  private static final Pattern JWT =
      Pattern.compile("-+BEGIN NATS USER JWT-+\\s+(\\S+)\\s+-+END NATS USER JWT-+");
  private static final Pattern SEED = Pattern.compile("(?m)^\\s*(SU[A-Z2-7]+)\\s*$");

  private CredentialsFile() {}

  /// The credentials in the text of a file.
  ///
  /// @throws IllegalArgumentException if there are none; the message contains nothing of the text
  public static Credentials parse(String text) {
    return of(text, jwt(text));
  }

  /// The user JWT in the text of a file.
  public static Optional<String> jwt(String text) {
    Matcher jwt = JWT.matcher(text);
    return jwt.find() ? Optional.of(jwt.group(1)) : Optional.empty();
  }

  /// The credentials of a seed.
  ///
  /// @param text contains the seed on a line of its own
  /// @param jwt certifies the key, if present
  /// @throws IllegalArgumentException if there is no seed; the message contains nothing of the text
  public static Credentials of(String text, Optional<String> jwt) {
    Matcher seed = SEED.matcher(text);
    if (!seed.find()) {
      throw new IllegalArgumentException("it contains no user seed");
    }
    NKeySeed parsed = NKeySeed.parse(seed.group(1));
    return jwt.isPresent() ? new Credentials.Jwt(jwt.get(), parsed) : new Credentials.NKey(parsed);
  }
}
