package io.steward.api;

import java.util.Set;

/// Where a message stands. The one transition table of the protocol is {@link #next()}.
public sealed interface State {

  /// {@return the word for it on the wire, on the command line and in documents, for example
  /// `timed-out`}
  String word();

  /// {@return the states that may follow this one; empty for a last one}
  Set<State> next();

  /// {@return whether nothing can follow}
  default boolean isTerminal() {
    return next().isEmpty();
  }

  /// Reads a state's word.
  ///
  /// @param word such as `timed-out`
  /// @return the state of that word
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

  /// Something is still to come.
  enum InProgress implements State {
    /// The broker has it: it will be delivered, or expire.
    STORED,
    /// It is on the unit's disk: exactly one last state follows.
    ACCEPTED,
    /// The handler has it.
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
        // a repeatable command that was running when its node died is told as running again
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

  /// It has ended, one way or another.
  enum Terminal implements State {
    /// Done as asked, by the handler's word.
    SUCCEEDED,
    /// Not done, by the handler's word. Whose turn: whoever keeps the unit.
    FAILED,
    /// Stopped at its timeout.
    TIMED_OUT,
    /// Cancelled, before or during the run.
    CANCELLED,
    /// Never started before its expiry. Whose turn: the sender.
    EXPIRED,
    /// Refused: policy, unknown method, arguments that do not bind. Whose turn: the sender.
    REJECTED,
    /// The node died while it ran, and it must not be run twice. Honest, and never re-run silently.
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
