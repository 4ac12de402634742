package io.steward.runtime.node;

import io.steward.runtime.bus.Credentials;
import io.steward.runtime.bus.CredentialsFile;
import io.steward.runtime.config.BrokerLogin;
import io.steward.runtime.config.ConfigFile;
import io.steward.runtime.config.SystemUser;
import io.steward.runtime.databind.Position;
import io.steward.runtime.databind.Problem;
import io.steward.runtime.files.SecretFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The credentials for the broker that a node's configuration keeps in files of their own.
///
/// @param file the configuration
record BrokerSecrets(ConfigFile file) {

  /// The credentials of the node; none if they are in the addresses.
  ///
  /// @throws IOException if a file cannot be read, or others may read it; the message names it
  Credentials credentials() throws IOException {
    Optional<BrokerLogin> login = file.broker().login();
    if (login.isEmpty()) {
      return new Credentials.None();
    }
    BrokerLogin found = login.get();
    if (found.passwordFile().isPresent()) {
      return new Credentials.User(found.user().orElseThrow(), line(found.passwordFile().get()));
    }
    if (found.tokenFile().isPresent()) {
      return new Credentials.Token(line(found.tokenFile().get()));
    }
    Path credentials = found.credentialsFile().orElseThrow();
    try {
      return CredentialsFile.parse(text(credentials));
    } catch (IllegalArgumentException e) {
      throw new IOException(file.resolve(credentials) + ": " + e.getMessage(), e);
    }
  }

  /// The credentials of the user of the system account.
  ///
  /// @throws IOException if a file cannot be read, or others may read it; the message names it
  Credentials.User credentials(SystemUser user) throws IOException {
    return new Credentials.User(
        user.user(),
        user.password().isPresent()
            ? user.password().get()
            : line(user.passwordFile().orElseThrow()));
  }

  /// The problems of the files.
  List<Problem> problems() {
    List<Problem> problems = new ArrayList<>();
    try {
      var _ = credentials();
    } catch (IOException e) {
      problems.add(problem("broker.login", e));
    }
    try {
      if (file.broker().system().isPresent()) {
        var _ = credentials(file.broker().system().get());
      }
    } catch (IOException e) {
      problems.add(problem("broker.system", e));
    }
    return problems;
  }

  private Problem problem(String path, IOException e) {
    return new Problem(
        file.file().toString(), Position.START, path, String.valueOf(e.getMessage()));
  }

  private String text(Path path) throws IOException {
    return new String(SecretFile.read(file.resolve(path)), StandardCharsets.UTF_8);
  }

  /// The only line of a file, without the line end that editors write.
  private String line(Path path) throws IOException {
    String line = text(path).stripTrailing();
    if (line.isEmpty()) {
      throw new IOException(file.resolve(path) + " is empty");
    }
    return line;
  }
}
