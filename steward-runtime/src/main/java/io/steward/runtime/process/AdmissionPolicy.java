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
    record Refuse(LedgerEntry entry, State.Terminal state, String reason) implements Decision {}
  }

  /// Judges a message.
  ///
  /// @param incarnation of the stream it is stored in, for the id of one that names none
  public Decision judge(
      InboundMessage delivery, Subject subject, Predicate<NodeName> from, String incarnation) {
    String id = id(delivery, incarnation);
    LedgerEntry bare = entry(delivery, subject, id, ANONYMOUS, Optional.empty(), Optional.empty());
    Optional<String> version = delivery.headers().find(Header.VERSION);
    if (version.filter(v -> !v.equals(Header.CURRENT_VERSION) && !v.startsWith("1.")).isPresent()) {
      return refuse(
          bare, "protocol version " + version.get() + " is not spoken here; version 1 is");
    }
    NodeName sender;
    Optional<Instant> expires;
    Optional<Duration> timeout;
    try {
      sender = delivery.headers().find(Header.FROM).map(NodeName::new).orElse(ANONYMOUS);
      expires = delivery.headers().find(Header.EXPIRES).map(AdmissionPolicy::instant);
      timeout = delivery.headers().find(Header.TIMEOUT).map(AdmissionPolicy::duration);
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
      return refuse(bare, "a header cannot be read: " + e.getMessage());
    }
    if (timeout.filter(value -> value.isNegative() || value.isZero()).isPresent()) {
      return refuse(bare, Header.TIMEOUT + " must be positive, not " + timeout.get());
    }
    LedgerEntry entry = entry(delivery, subject, id, sender, expires, timeout);
    if (!from.test(sender)) {
      return refuse(entry, mayNot(sender, subject));
    }
    if (Expiry.hasPassed(expires, clock)) {
      return new Decision.Refuse(
          entry, State.Terminal.EXPIRED, "it came after " + expires.get() + ", when it expired");
    }
    return new Decision.Accept(entry);
  }

  /// Why a sender is refused.
  static String mayNot(NodeName sender, Subject subject) {
    return sender + " may not send to " + subject + "; its binding's \"from\" says who may";
  }

  /// Reads a time as the ledger keeps it, in milliseconds, which not every one fits into.
  private static Instant instant(String text) {
    return Instant.ofEpochMilli(Instant.parse(text).toEpochMilli());
  }

  private static Duration duration(String text) {
    return Duration.ofMillis(Duration.parse(text).toMillis());
  }

  private static Decision refuse(LedgerEntry entry, String reason) {
    return new Decision.Refuse(entry, State.Terminal.REJECTED, reason);
  }

  private LedgerEntry entry(
      InboundMessage delivery,
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
        delivery.sequence(),
        delivery.headers().find(Header.TRACE).filter(TRACE.asMatchPredicate()),
        delivery.replyTo(),
        delivery.body(),
        delivery.headers().find(Header.BODY));
  }

  /// The id the sender gave, when it can be a token of a subject; else one made from the place in
  /// the stream, the same however often the message is delivered.
  public String id(InboundMessage delivery, String incarnation) {
    return delivery
        .headers()
        .find(Header.ID)
        .filter(Addresses::isSafeId)
        .orElseGet(() ->
            delivery.isStored()
                ? DerivedMessageId.of(incarnation, delivery.sequence())
                : MessageIdGenerator.next(clock));
  }
}
