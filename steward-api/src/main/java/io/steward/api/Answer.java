package io.steward.api;

import java.nio.ByteBuffer;
import java.time.Instant;

/// What comes back for a message. The grammar of every exchange:
///
/// ```
/// command = Rejected | Expired | Cancelled
///         | Accepted (Rejected | Expired | (Running Output*)* Outcome)
/// event   = Rejected | Accepted
/// ```
public sealed interface Answer {

  /// The unit has it on its disk: the ACK.
  ///
  /// @param at by the unit's clock
  record Accepted(Instant at) implements Answer {}

  /// The handler has it. Comes a second time when a repeatable command is run again after a crash.
  ///
  /// @param at by the unit's clock
  record Running(Instant at) implements Answer {}

  /// Some of what the command prints.
  ///
  /// @param channel which of the two streams
  /// @param offset of the first byte in its stream; a jump shows bytes that were dropped by the cap
  /// @param bytes read-only
  record Output(Channel channel, long offset, ByteBuffer bytes) implements Answer {

    /// Takes a view of the bytes; whoever gives them leaves them alone from then on.
    public Output {
      bytes = bytes.asReadOnlyBuffer();
    }

    /// {@return a view of its own for each caller, read-only}
    @Override
    public ByteBuffer bytes() {
      return bytes.asReadOnlyBuffer();
    }
  }

  /// Which of a command's two streams.
  enum Channel {
    /// Standard output.
    STDOUT,
    /// Standard error.
    STDERR
  }

  /// No answer follows this one.
  sealed interface Outcome extends Answer {
    /// {@return the state it leaves the message in}
    State.Terminal state();

    /// {@return when it was, by the unit's clock}
    Instant at();
  }

  /// Refused before it was run.
  ///
  /// @param at by the unit's clock
  /// @param reason for a person; for arguments that do not bind, with line and column
  record Rejected(Instant at, String reason) implements Outcome {
    @Override
    public State.Terminal state() {
      return State.Terminal.REJECTED;
    }
  }

  /// Never started: its expiry passed first.
  ///
  /// @param at by the unit's clock
  record Expired(Instant at) implements Outcome {
    @Override
    public State.Terminal state() {
      return State.Terminal.EXPIRED;
    }
  }

  /// Done as asked.
  ///
  /// @param at by the unit's clock
  /// @param result plain data: `Map`, `List`, `String`, `Number`, `Boolean`
  record Succeeded(Instant at, Object result) implements Outcome {
    @Override
    public State.Terminal state() {
      return State.Terminal.SUCCEEDED;
    }
  }

  /// Not done, by the handler's word.
  ///
  /// @param at by the unit's clock
  /// @param reason one line for a person
  /// @param result plain data: `Map`, `List`, `String`, `Number`, `Boolean`
  record Failed(Instant at, String reason, Object result) implements Outcome {
    @Override
    public State.Terminal state() {
      return State.Terminal.FAILED;
    }
  }

  /// Stopped at its timeout.
  ///
  /// @param at by the unit's clock
  /// @param reason one line for a person
  record TimedOut(Instant at, String reason) implements Outcome {
    @Override
    public State.Terminal state() {
      return State.Terminal.TIMED_OUT;
    }
  }

  /// Cancelled, before or during the run.
  ///
  /// @param at by the unit's clock
  /// @param reason one line for a person
  record Cancelled(Instant at, String reason) implements Outcome {
    @Override
    public State.Terminal state() {
      return State.Terminal.CANCELLED;
    }
  }

  /// The node died while it ran.
  ///
  /// @param at by the unit's clock
  /// @param reason one line for a person
  record Unknown(Instant at, String reason) implements Outcome {
    @Override
    public State.Terminal state() {
      return State.Terminal.UNKNOWN;
    }
  }
}
