package io.steward.runtime.intake;

import io.steward.api.NodeName;
import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.bus.MessageIdGenerator;
import io.steward.runtime.fleet.DerivedMessageId;
import io.steward.runtime.fleet.Expiry;
import io.steward.runtime.ledger.LedgerEntry;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Decides by its headers alone whether an inbound message is accepted, and with which ledger
/// entry. Authorizes the sender, by the binding's `from`, and checks version, expiry and timeout.
///
/// @param clock this node's clock
public record AdmissionPolicy(InstantSource clock) {

  /// The sender of a message that names none.
  static final NodeName ANONYMOUS = new NodeName("anonymous");

  /// A trace that is safe to copy into a header of every answer, whoever wrote it.
  private static final Pattern TRACE = Pattern.compile("[0-9a-f-]{1,128}");

  /// What to do with a message.
  public sealed interface Decision {
    /// Accept it.
    record Accept(LedgerEntry entry) implements Decision {}

    /// Reject it. A client that waits for copies gets none: who may not command a node may not make
    /// it publish either.
    ///
    /// @param state the outcome it ends with
    /// @param reason a human-readable reason
    record Reject(LedgerEntry entry, State.Terminal state, String reason) implements Decision {}
  }

  /// Decides about a message.
  ///
  /// @param incarnation of the stream it is stored in; the id of a message without one is derived
  ///   from it
  public Decision decide(
      InboundMessage inbound, Subject subject, Predicate<NodeName> from, String incarnation) {
    String id = id(inbound, incarnation);
    LedgerEntry minimalEntry = entry(inbound, subject, id, ANONYMOUS, LedgerEntry.Limits.NONE);
    Optional<String> version = inbound.headers().find(Header.VERSION);
    if (version.filter(v -> !v.equals(Header.CURRENT_VERSION) && !v.startsWith("1.")).isPresent()) {
      return reject(
          minimalEntry,
          "protocol version " + version.get() + " is not supported; this node supports version 1");
    }
    NodeName sender;
    Optional<Instant> expires;
    Optional<Duration> timeout;
    try {
      sender = inbound.headers().find(Header.FROM).map(NodeName::new).orElse(ANONYMOUS);
      expires = inbound.headers().find(Header.EXPIRES).map(AdmissionPolicy::parseInstant);
      timeout = inbound.headers().find(Header.TIMEOUT).map(AdmissionPolicy::parseDuration);
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
      return reject(minimalEntry, "invalid header: " + e.getMessage());
    }
    if (timeout.filter(value -> value.isNegative() || value.isZero()).isPresent()) {
      return reject(minimalEntry, Header.TIMEOUT + " must be positive, not " + timeout.get());
    }
    LedgerEntry entry =
        entry(inbound, subject, id, sender, new LedgerEntry.Limits(expires, timeout));
    if (!from.test(sender)) {
      return reject(entry, senderNotAllowed(sender, subject));
    }
    if (Expiry.hasPassed(expires, clock)) {
      return new Decision.Reject(
          entry.withoutReplyTo(),
          State.Terminal.EXPIRED,
          "it arrived after it had expired at " + expires.get());
    }
    return new Decision.Accept(entry);
  }

  /// The reason for rejecting a sender.
  public static String senderNotAllowed(NodeName sender, Subject subject) {
    return sender + " may not send to " + subject + "; see \"from\" of its binding";
  }

  /// Parses a time in milliseconds, as the ledger stores it; not every time fits into them.
  private static Instant parseInstant(String text) {
    return Instant.ofEpochMilli(Instant.parse(text).toEpochMilli());
  }

  private static Duration parseDuration(String text) {
    return Duration.ofMillis(Duration.parse(text).toMillis());
  }

  private static Decision reject(LedgerEntry entry, String reason) {
    return new Decision.Reject(entry.withoutReplyTo(), State.Terminal.REJECTED, reason);
  }

  private LedgerEntry entry(
      InboundMessage inbound,
      Subject subject,
      String id,
      NodeName sender,
      LedgerEntry.Limits limits) {
    return new LedgerEntry(
        id,
        subject,
        sender,
        clock.instant(),
        limits,
        new LedgerEntry.Origin(
            inbound.sequence(),
            inbound.headers().find(Header.TRACE).filter(TRACE.asMatchPredicate()),
            inbound.replyTo(),
            Optional.empty()),
        new LedgerEntry.Arguments(inbound.body(), inbound.headers().find(Header.BODY)));
  }

  /// The sender's id if it can be a token of a subject. Otherwise an id derived from the position
  /// in the stream, which is the same for every redelivery, or a new one if the message is not
  /// stored.
  public String id(InboundMessage inbound, String incarnation) {
    return inbound
        .headers()
        .find(Header.ID)
        .filter(Addresses::isSafeId)
        .orElseGet(() ->
            inbound.isStored()
                ? DerivedMessageId.of(incarnation, inbound.sequence())
                : MessageIdGenerator.next(clock));
  }
}
