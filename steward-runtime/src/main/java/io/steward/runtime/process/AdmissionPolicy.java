package io.steward.runtime.process;

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

/// Judges what came in by its headers alone: whether it may be accepted, and as what.
///
/// @param clock this node's
public record AdmissionPolicy(InstantSource clock) {

  /// Who a message without a sender is from.
  static final NodeName ANONYMOUS = new NodeName("anonymous");

  /// What can be passed on in a header of each answer, whoever made it up.
  private static final Pattern TRACE = Pattern.compile("[0-9a-f-]{1,128}");

  /// What is to be done with a message.
  public sealed interface Decision {
    /// It may be accepted.
    record Accept(LedgerEntry entry) implements Decision {}

    /// It may not.
    ///
    /// @param state as what it ends
    /// @param reason for a person
    record Reject(LedgerEntry entry, State.Terminal state, String reason) implements Decision {}
  }

  /// Judges a message.
  ///
  /// @param incarnation of the stream it is stored in, for the id of one that names none
  public Decision decide(
      InboundMessage inbound, Subject subject, Predicate<NodeName> from, String incarnation) {
    String id = id(inbound, incarnation);
    LedgerEntry minimalEntry =
        entry(inbound, subject, id, ANONYMOUS, Optional.empty(), Optional.empty());
    Optional<String> version = inbound.headers().find(Header.VERSION);
    if (version.filter(v -> !v.equals(Header.CURRENT_VERSION) && !v.startsWith("1.")).isPresent()) {
      return reject(
          minimalEntry, "protocol version " + version.get() + " is not spoken here; version 1 is");
    }
    NodeName sender;
    Optional<Instant> expires;
    Optional<Duration> timeout;
    try {
      sender = inbound.headers().find(Header.FROM).map(NodeName::new).orElse(ANONYMOUS);
      expires = inbound.headers().find(Header.EXPIRES).map(AdmissionPolicy::parseInstant);
      timeout = inbound.headers().find(Header.TIMEOUT).map(AdmissionPolicy::parseDuration);
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
      return reject(minimalEntry, "a header cannot be read: " + e.getMessage());
    }
    if (timeout.filter(value -> value.isNegative() || value.isZero()).isPresent()) {
      return reject(minimalEntry, Header.TIMEOUT + " must be positive, not " + timeout.get());
    }
    LedgerEntry entry = entry(inbound, subject, id, sender, expires, timeout);
    if (!from.test(sender)) {
      return reject(entry, senderNotAllowed(sender, subject));
    }
    if (Expiry.hasPassed(expires, clock)) {
      return new Decision.Reject(
          entry, State.Terminal.EXPIRED, "it came after " + expires.get() + ", when it expired");
    }
    return new Decision.Accept(entry);
  }

  /// Why a sender is refused.
  static String senderNotAllowed(NodeName sender, Subject subject) {
    return sender + " may not send to " + subject + "; its binding's \"from\" says who may";
  }

  /// Reads a time as the ledger keeps it, in milliseconds, which not every one fits into.
  private static Instant parseInstant(String text) {
    return Instant.ofEpochMilli(Instant.parse(text).toEpochMilli());
  }

  private static Duration parseDuration(String text) {
    return Duration.ofMillis(Duration.parse(text).toMillis());
  }

  private static Decision reject(LedgerEntry entry, String reason) {
    return new Decision.Reject(entry, State.Terminal.REJECTED, reason);
  }

  private LedgerEntry entry(
      InboundMessage inbound,
      Subject subject,
      String id,
      NodeName sender,
      Optional<Instant> expires,
      Optional<Duration> timeout) {
    return new LedgerEntry(
        id,
        subject,
        sender,
        clock.instant(),
        expires,
        timeout,
        inbound.sequence(),
        inbound.headers().find(Header.TRACE).filter(TRACE.asMatchPredicate()),
        inbound.replyTo(),
        inbound.body(),
        inbound.headers().find(Header.BODY));
  }

  /// The id the sender gave, when it can be a token of a subject; else one made from the place in
  /// the stream, the same however often the message is delivered.
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
