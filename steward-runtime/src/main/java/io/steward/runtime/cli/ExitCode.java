package io.steward.runtime.cli;

import io.steward.api.State;

/// What the program ends with.
final class ExitCode {

  /// Everything went well.
  static final int OK = 0;

  /// At least one command failed.
  static final int FAILED = 1;

  /// The command line, or a configuration, cannot be used.
  static final int USAGE = 2;

  /// Not accepted, or no outcome, within the time to wait.
  static final int WAITING = 3;

  /// Refused by the unit.
  static final int REJECTED = 4;

  /// The unit died while it ran.
  static final int UNKNOWN = 5;

  /// No broker.
  static final int UNREACHABLE = 6;

  private ExitCode() {}

  /// What a message's state means for it.
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
