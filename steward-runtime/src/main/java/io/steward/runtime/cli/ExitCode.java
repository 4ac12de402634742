package io.steward.runtime.cli;

import io.steward.api.State;

/// The exit codes of the program.
final class ExitCode {

  /// All succeeded.
  static final int OK = 0;

  /// At least one command failed.
  static final int FAILED = 1;

  /// The command line or a configuration is invalid.
  static final int USAGE = 2;

  /// Not accepted, or no outcome, in time.
  static final int WAITING = 3;

  /// Rejected by the unit.
  static final int REJECTED = 4;

  /// The unit crashed while the command ran.
  static final int UNKNOWN = 5;

  /// The broker is unreachable.
  static final int UNREACHABLE = 6;

  private ExitCode() {}

  /// The exit code for the state of a message.
  static int of(State state) {
    return switch (state) {
      case State.InProgress _ -> WAITING;
      case State.Terminal terminal ->
          switch (terminal) {
            case SUCCEEDED -> OK;
            case FAILED, TIMED_OUT, CANCELLED -> FAILED;
            case EXPIRED -> WAITING;
            case REJECTED -> REJECTED;
            case UNKNOWN -> UNKNOWN;
          };
    };
  }
}
