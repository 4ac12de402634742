package io.steward.api;

import java.util.Set;

/// The state of a message. {@link #next()} is the protocol's only transition table.
public sealed interface State {

  /// {@return the word for this state on the wire, on the command line and in documents, for
  /// example `timed-out`}
  String word();

  /// {@return the states that may follow this one; empty for a terminal state}
  Set<State> next();

  /// {@return whether no state can follow}
  default boolean isTerminal() {
    return next().isEmpty();
  }

  /// Parses a state's word.
  ///
  /// @param word such as `timed-out`
  /// @return the state
  /// @throws IllegalArgumentException when there is no such state
  static State parse(String word) {
    for (State state : InProgress.values()) {
      if (state.word().equals(word)) {
        return state;
      }
    }
    for (State state : Terminal.values()) {
      if (state.word().equals(word)) {
        return state;
      }
    }
    throw new IllegalArgumentException("\"" + word + "\" is not a state");
  }

  /// The message has not ended yet.
  enum InProgress implements State {
    /// Stored at the broker: it will be delivered, or expire.
    STORED,
    /// On the unit's disk: exactly one terminal state follows.
    ACCEPTED,
    /// The handler has been called.
    RUNNING;

    @Override
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }

    @Override
    public Set<State> next() {
      return switch (this) {
        case STORED -> Set.of(ACCEPTED, Terminal.REJECTED, Terminal.EXPIRED, Terminal.CANCELLED);
        case ACCEPTED ->
            Set.of(
                RUNNING,
                Terminal.SUCCEEDED,
                Terminal.FAILED,
                Terminal.REJECTED,
                Terminal.EXPIRED,
                Terminal.CANCELLED,
                Terminal.UNKNOWN);
        // a repeatable command that was running when its node died is reported as running again
        case RUNNING ->
            Set.of(
                RUNNING,
                Terminal.SUCCEEDED,
                Terminal.FAILED,
                Terminal.TIMED_OUT,
                Terminal.CANCELLED,
                Terminal.UNKNOWN);
      };
    }
  }

  /// The message has ended.
  enum Terminal implements State {
    /// The handler reported success.
    SUCCEEDED,
    /// The handler reported failure. The unit's maintainer has to act.
    FAILED,
    /// It reached its timeout and was stopped.
    TIMED_OUT,
    /// Cancelled, before or while it ran.
    CANCELLED,
    /// Not started before its expiry. The sender has to act.
    EXPIRED,
    /// Rejected: policy, unknown method, arguments that do not bind. The sender has to act.
    REJECTED,
    /// The node died while it ran, and it must not run twice: it is never rerun silently.
    UNKNOWN;

    @Override
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    @Override
    public Set<State> next() {
      return Set.of();
    }
  }
}
