package io.steward.runtime.ledger;

import io.steward.api.NodeName;
import io.steward.api.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A message as it was accepted.
///
/// @param id its id, unique among the messages of its subject
/// @param subject the subject it arrived on
/// @param from its sender
/// @param received when it arrived, by this node's clock
/// @param limits when it must not start, and how long it may run
/// @param origin where it came from
/// @param arguments of its method
public record LedgerEntry(
    String id,
    Subject subject,
    NodeName from,
    Instant received,
    Limits limits,
    Origin origin,
    Arguments arguments) {

  /// Stands for the start of the node, instead of a schedule. No schedule can have this name.
  public static final String STARTUP = "@startup";

  /// What the sender limits.
  ///
  /// @param expires the time after which it must not start
  /// @param timeout the timeout that the sender set
  public record Limits(Optional<Instant> expires, Optional<Duration> timeout) {

    /// No limits.
    public static final Limits NONE = new Limits(Optional.empty(), Optional.empty());
  }

  /// Where a message came from.
  ///
  /// @param sequence its sequence in its stream; 0 if it was never stored
  /// @param trace W3C trace context
  /// @param replyTo where a NATS client waits for copies of the answers
  /// @param trigger what started it if no message did: the name of a schedule, or {@link #STARTUP}
  public record Origin(
      long sequence, Optional<String> trace, Optional<String> replyTo, Optional<String> trigger) {

    /// A message of a stream.
    public static Origin stored(long sequence) {
      return new Origin(sequence, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// No message.
    public static Origin trigger(String trigger) {
      return new Origin(0, Optional.empty(), Optional.empty(), Optional.of(trigger));
    }
  }

  /// The arguments of a message.
  ///
  /// @param body the arguments; empty if they are stored apart
  /// @param bodyAt where they are in that case, as in the header
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Arguments(byte[] body, Optional<String> bodyAt) {

    /// Arguments that are not stored apart.
    public static Arguments of(byte[] body) {
      return new Arguments(body, Optional.empty());
    }
  }

  /// What identifies it in the ledger.
  public MessageKey key() {
    return new MessageKey(subject, id);
  }

  /// The entry without copies of its answers.
  public LedgerEntry withoutReplyTo() {
    Origin silent =
        new Origin(origin.sequence(), origin.trace(), Optional.empty(), origin.trigger());
    return new LedgerEntry(id, subject, from, received, limits, silent, arguments);
  }

  /// The time after which it must not start.
  public Optional<Instant> expires() {
    return limits.expires();
  }

  /// The timeout that the sender set.
  public Optional<Duration> timeout() {
    return limits.timeout();
  }

  /// Its sequence in its stream; 0 if it was never stored.
  public long sequence() {
    return origin.sequence();
  }

  /// W3C trace context.
  public Optional<String> trace() {
    return origin.trace();
  }

  /// Where a NATS client waits for copies of the answers.
  public Optional<String> replyTo() {
    return origin.replyTo();
  }

  /// What started it if no message did: the name of a schedule, or {@link #STARTUP}.
  public Optional<String> trigger() {
    return origin.trigger();
  }

  /// The arguments; empty if they are stored apart.
  public byte[] body() {
    return arguments.body();
  }

  /// Where the arguments are, if they are stored apart.
  public Optional<String> bodyAt() {
    return arguments.bodyAt();
  }
}
