package io.steward.runtime.config;

import io.steward.api.Description;

/// A user of the broker's system account, who is told of connections that end.
///
/// @param user its name
/// @param password its password
public record SystemUser(
    @Description("Its name.") String user,
    @Description("Its password; best as a variable of the environment, ${NAME}.") String password) {

  public SystemUser {
    if (user.isBlank()) {
      throw new IllegalArgumentException("user is blank");
    }
  }

  @Override
  public String toString() {
    return "the user " + user;
  }
}
