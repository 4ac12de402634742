package io.steward.runtime.cli;

import io.steward.api.State;

/// What the program ends with.
final class Exit {

  /// Everything went well.
  static final int FINE = 0;

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

  private Exit() {}

  /// What a message's state means for it.
  static int of(State state) {
    return switch (state) {
      case State.Open _ -> WAITING;
      case State.Last last ->
          switch (last) {
            case SUCCEEDED -> FINE;
            case FAILED, TIMED_OUT, CANCELLED -> FAILED;
            case EXPIRED -> WAITING;
            case REJECTED -> REJECTED;
            case UNKNOWN -> UNKNOWN;
          };
    };
  }
}
