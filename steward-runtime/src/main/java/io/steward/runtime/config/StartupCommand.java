package io.steward.runtime.config;

import io.steward.api.Description;
import io.steward.runtime.databind.Tree;
import java.time.Duration;
import java.util.Optional;

/// A command that a node executes whenever it starts.
///
/// @param command which of those that are bound
/// @param arguments of it
/// @param timeout how long it may run
public record StartupCommand(
    @Description("What is executed: <method>.<domain>, one of those under commands.")
        BindingKey command,
    @Description("Its arguments.") Optional<Tree> arguments,
    @Description("How long it may run, when that is less than its binding allows.")
        Optional<Duration> timeout) {

  public StartupCommand {
    timeout.ifPresent(value -> ConfigChecks.requirePositive("timeout", value));
  }
}
