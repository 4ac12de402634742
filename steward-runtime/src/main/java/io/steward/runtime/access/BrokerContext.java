package io.steward.runtime.access;

import io.steward.runtime.files.PrivateFile;
import io.steward.runtime.files.SecretFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The login of a broker that steward runs, in a context of the `nats` tool: a file in the broker's
/// data folder that only this user can read.
///
/// @param file the context
/// @param login the login, which is the same at every start, so that nodes can reconnect
public record BrokerContext(Path file, Login login) {

  private static final String NAME = "context.json";
  private static final String USER = "steward";
  private static final int PASSWORD_BYTES = 32;
  private static final Pattern PASSWORD =
      Pattern.compile("\"password\": \"([A-Za-z0-9_-]{" + PASSWORD_BYTES + ",})\"");

  /// Opens the context of a broker; a new one has a random password.
  ///
  /// @param data the broker's data folder, which is private
  /// @throws IOException if another user may have read it; the message says what to do
  public static BrokerContext open(Path data) throws IOException {
    Path file = data.toAbsolutePath().resolve(NAME);
    Optional<Login> known = Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
    return new BrokerContext(file, known.orElseGet(BrokerContext::draw));
  }

  private static Login draw() {
    byte[] random = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(random);
    return Login.of(USER, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
  }

  /// Reads the login of a context that was {@linkplain #write written}.
  static Login read(Path file) throws IOException {
    String text = new String(SecretFile.read(file), StandardCharsets.UTF_8);
    Matcher password = PASSWORD.matcher(text);
    if (!password.find()) {
      throw new IOException(file + " contains no password; delete it to get a new one");
    }
    return Login.of(USER, password.group(1));
  }

  /// Writes it, with the address that the broker has this time.
  public void write(BrokerAddress address) throws IOException {
    PrivateFile.replace(
        file,
        """
        {
          "description": "written by steward up; only for the user who runs it",
          "url": "%s",
          "user": "%s",
          "password": "%s"
        }
        """
            .formatted(address, USER, login.secret())
            .getBytes(StandardCharsets.UTF_8));
  }
}
