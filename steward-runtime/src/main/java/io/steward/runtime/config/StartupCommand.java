package io.steward.runtime.config;

import io.steward.api.Description;
import io.steward.runtime.databind.Tree;
import java.time.Duration;
import java.util.Optional;

/// A command that a node executes whenever it starts.
///
/// @param command the key of its binding
/// @param arguments its arguments
/// @param timeout its maximum run time; the timeout of its binding also applies
public record StartupCommand(
    @Description("The command: <method>.<domain>, a key under commands.") BindingKey command,
    @Description("Its arguments.") Optional<Tree> arguments,
    @Description("The maximum run time. The timeout of its binding also applies.")
        Optional<Duration> timeout) {

  public StartupCommand {
    timeout.ifPresent(value -> ConfigChecks.requirePositive("timeout", value));
  }
}
