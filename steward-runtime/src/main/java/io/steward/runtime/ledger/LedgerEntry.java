package io.steward.runtime.ledger;

import io.steward.api.NodeName;
import io.steward.api.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A message as it was accepted.
///
/// @param id its id, unique in the ledger
/// @param subject what it came in on
/// @param from who sent it
/// @param received when it came, by this node's clock
/// @param expires not to be started after this
/// @param timeout how long the sender allows it to run
/// @param sequence its number in its stream; 0 when it was never stored
/// @param trace W3C trace context
/// @param replyTo where a NATS client waits for a copy of the answers
/// @param body the arguments; empty when they travel apart
/// @param bodyAt where they are then, as the header says
/// @param occasion what began it when no message did: the name of a schedule, or {@link #STARTUP}
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
    Optional<String> occasion) {

  /// The occasion of what runs when the node starts; no schedule can be called like that.
  public static final String STARTUP = "@startup";

  /// One that a message began.
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

  /// One that no message began.
  ///
  /// @param occasion what did
  public LedgerEntry(
      String id,
      Subject subject,
      NodeName from,
      Instant received,
      Optional<Duration> timeout,
      byte[] body,
      String occasion) {
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
        Optional.of(occasion));
  }
}
