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
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Entry(
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
    Optional<String> bodyAt) {}
