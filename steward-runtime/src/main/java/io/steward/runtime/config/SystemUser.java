package io.steward.runtime.config;

import io.steward.api.Description;
import java.nio.file.Path;
import java.util.Optional;

/// A user of the broker's system account, which receives disconnect events.
///
/// @param user the user name
/// @param password the password, unless it is in a file
/// @param passwordFile the file with the password
public record SystemUser(
    @Description("The user name.") String user,
    @Description("The password, as an environment variable, ${NAME}; or passwordFile.")
        Optional<String> password,
    @Description("A file with the password, which only this user may read.")
        Optional<Path> passwordFile) {

  public SystemUser {
    if (user.isBlank()) {
      throw new IllegalArgumentException("user must not be blank");
    }
    if (password.isPresent() == passwordFile.isPresent()) {
      throw new IllegalArgumentException("it takes either password or passwordFile");
    }
  }

  @Override
  public String toString() {
    return "the user " + user;
  }
}
