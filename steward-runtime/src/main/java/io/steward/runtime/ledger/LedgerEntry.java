package io.steward.runtime.ledger;

import io.steward.api.NodeName;
import io.steward.api.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A message as it was accepted.
///
/// @param id its id, unique in the ledger
/// @param subject the subject it arrived on
/// @param from its sender
/// @param received when it arrived, by this node's clock
/// @param expires the time after which it must not start
/// @param timeout the timeout that the sender set
/// @param sequence its sequence in its stream; 0 if it was never stored
/// @param trace W3C trace context
/// @param replyTo where a NATS client waits for copies of the answers
/// @param body the arguments; empty if they are stored apart
/// @param bodyAt where they are in that case, as in the header
/// @param trigger what started it if no message did: the name of a schedule, or {@link #STARTUP}
@SuppressWarnings("ArrayRecordComponent") // never compared
public record LedgerEntry(
    String id,
    Subject subject,
    NodeName from,
    Instant received,
    Optional<Instant> expires,
    Optional<Duration> timeout,
    long sequence,
    Optional<String> trace,
    Optional<String> replyTo,
    byte[] body,
    Optional<String> bodyAt,
    Optional<String> trigger) {

  /// Stands for the start of the node, instead of a schedule. No schedule can have this name.
  public static final String STARTUP = "@startup";

  /// An entry for a message.
  public LedgerEntry(
      String id,
      Subject subject,
      NodeName from,
      Instant received,
      Optional<Instant> expires,
      Optional<Duration> timeout,
      long sequence,
      Optional<String> trace,
      Optional<String> replyTo,
      byte[] body,
      Optional<String> bodyAt) {
    this(
        id,
        subject,
        from,
        received,
        expires,
        timeout,
        sequence,
        trace,
        replyTo,
        body,
        bodyAt,
        Optional.empty());
  }

  /// An entry for a run that no message started.
  ///
  /// @param trigger what started it
  public LedgerEntry(
      String id,
      Subject subject,
      NodeName from,
      Instant received,
      Optional<Duration> timeout,
      byte[] body,
      String trigger) {
    this(
        id,
        subject,
        from,
        received,
        Optional.empty(),
        timeout,
        0,
        Optional.empty(),
        Optional.empty(),
        body,
        Optional.empty(),
        Optional.of(trigger));
  }
}
