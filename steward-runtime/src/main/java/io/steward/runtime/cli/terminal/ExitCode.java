package io.steward.runtime.cli.terminal;

import io.steward.api.State;

/// The exit codes of the program.
public final class ExitCode {

  /// All succeeded.
  public static final int OK = 0;

  /// At least one command failed.
  public static final int FAILED = 1;

  /// The command line or a configuration is invalid.
  public static final int USAGE = 2;

  /// Not accepted, or no outcome, in time.
  public static final int WAITING = 3;

  /// Rejected by the unit.
  public static final int REJECTED = 4;

  /// The unit crashed while the command ran.
  public static final int UNKNOWN = 5;

  /// The broker is unreachable.
  public static final int UNREACHABLE = 6;

  private ExitCode() {}

  /// The exit code for the state of a message.
  public static int of(State state) {
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
