package io.steward.api;

import java.nio.ByteBuffer;
import java.time.Instant;

/// An answer to a message. The grammar of every exchange:
///
/// ```
/// command = Rejected | Expired | Cancelled
///         | Accepted (Rejected | Expired | (Running Output*)* Outcome)
/// event   = Rejected | Accepted
/// ```
public sealed interface Answer {

  /// The message is on the unit's disk: the ACK.
  ///
  /// @param at by the unit's clock
  record Accepted(Instant at) implements Answer {}

  /// The handler has been called. Comes again when a repeatable command is rerun after a crash.
  ///
  /// @param at by the unit's clock
  record Running(Instant at) implements Answer {}

  /// A piece of the command's output.
  ///
  /// @param channel the stream it belongs to
  /// @param offset of the first byte in its stream; a gap shows that the output cap dropped bytes
  /// @param bytes read-only
  record Output(Channel channel, long offset, ByteBuffer bytes) implements Answer {

    /// Keeps a read-only view of the bytes; the caller must not modify them afterwards.
    public Output {
      bytes = bytes.asReadOnlyBuffer();
    }

    /// {@return a new read-only view at each call}
    @Override
    public ByteBuffer bytes() {
      return bytes.asReadOnlyBuffer();
    }
  }

  /// One of a command's two output streams.
  enum Channel {
    /// Standard output.
    STDOUT,
    /// Standard error.
    STDERR
  }

  /// How the message ended. No further answer follows.
  sealed interface Outcome extends Answer {
    /// {@return the message's final state}
    State.Terminal state();

    /// {@return when the message ended, by the unit's clock}
    Instant at();
  }

  /// Rejected before it ran.
  ///
  /// @param at by the unit's clock
  /// @param reason human-readable; with line and column when the arguments do not bind
  record Rejected(Instant at, String reason) implements Outcome {
    @Override
    public State.Terminal state() {
      return State.Terminal.REJECTED;
    }
  }

  /// It expired before it was started.
  ///
  /// @param at by the unit's clock
  record Expired(Instant at) implements Outcome {
    @Override
    public State.Terminal state() {
      return State.Terminal.EXPIRED;
    }
  }

  /// The handler reported success.
  ///
  /// @param at by the unit's clock
  /// @param result plain data: `Map`, `List`, `String`, `Number`, `Boolean`
  record Succeeded(Instant at, Object result) implements Outcome {
    @Override
    public State.Terminal state() {
      return State.Terminal.SUCCEEDED;
    }
  }

  /// The handler reported failure.
  ///
  /// @param at by the unit's clock
  /// @param reason one human-readable line
  /// @param result plain data: `Map`, `List`, `String`, `Number`, `Boolean`
  record Failed(Instant at, String reason, Object result) implements Outcome {
    @Override
    public State.Terminal state() {
      return State.Terminal.FAILED;
    }
  }

  /// It reached its timeout and was stopped.
  ///
  /// @param at by the unit's clock
  /// @param reason one human-readable line
  record TimedOut(Instant at, String reason) implements Outcome {
    @Override
    public State.Terminal state() {
      return State.Terminal.TIMED_OUT;
    }
  }

  /// It was cancelled, before or while it ran.
  ///
  /// @param at by the unit's clock
  /// @param reason one human-readable line
  record Cancelled(Instant at, String reason) implements Outcome {
    @Override
    public State.Terminal state() {
      return State.Terminal.CANCELLED;
    }
  }

  /// The node died while it ran, so its effect is unknown.
  ///
  /// @param at by the unit's clock
  /// @param reason one human-readable line
  record Unknown(Instant at, String reason) implements Outcome {
    @Override
    public State.Terminal state() {
      return State.Terminal.UNKNOWN;
    }
  }
}
