package io.steward.runtime.config;

import io.steward.api.Description;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// A login for the broker, from a file that other users cannot read.
///
/// @param user the user name, with a password file
/// @param passwordFile the file with the password
/// @param tokenFile the file with a token
/// @param credentialsFile the file with an nkey seed or a user JWT
public record BrokerLogin(
    @Description("The user name, together with passwordFile.") Optional<String> user,
    @Description("A file with the user's password.") Optional<Path> passwordFile,
    @Description("A file with a token.") Optional<Path> tokenFile,
    @Description("A file with an nkey seed, or a .creds file with a user JWT.")
        Optional<Path> credentialsFile) {

  public BrokerLogin {
    long files =
        Stream.of(passwordFile, tokenFile, credentialsFile).filter(Optional::isPresent).count();
    if (files != 1 || user.isPresent() != passwordFile.isPresent()) {
      throw new IllegalArgumentException(
          "it takes user and passwordFile, or tokenFile, or credentialsFile");
    }
  }
}
