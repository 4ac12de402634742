package io.steward.runtime.config;

import io.steward.api.Description;

/// A user of the broker's system account, which receives disconnect events.
///
/// @param user the user name
/// @param password the password
public record SystemUser(
    @Description("The user name.") String user,
    @Description("The password; best as an environment variable, ${NAME}.") String password) {

  public SystemUser {
    if (user.isBlank()) {
      throw new IllegalArgumentException("user must not be blank");
    }
  }

  @Override
  public String toString() {
    return "the user " + user;
  }
}
