package io.steward.runtime.intake;

import io.steward.api.NodeName;
import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.bus.MessageIdGenerator;
import io.steward.runtime.databind.TruncatedValue;
import io.steward.runtime.fleet.Expiry;
import io.steward.runtime.fleet.MessageId;
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
/// @param maxExpiry how far in the future a message may expire: a later expiry would only keep it
///   in the ledger for longer, since no stream keeps a message until then
public record AdmissionPolicy(InstantSource clock, Duration maxExpiry) {

  /// The sender of a message that names none.
  static final NodeName ANONYMOUS = new NodeName("anonymous");

  /// A trace that is safe to copy into a header of every answer, whoever wrote it.
  private static final Pattern TRACE = Pattern.compile("[0-9a-f-]{1,128}");

  /// How much of an unusable id is repeated, in characters.
  private static final int MAX_ID_LENGTH = 80;

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
    ParsedHeaders headers = parse(inbound.headers());
    String id = id(inbound, incarnation);
    LedgerEntry entry = entry(inbound, subject, id, headers);
    if (headers.problem().isPresent()) {
      return reject(entry, headers.problem().get());
    }
    NodeName sender = entry.from();
    if (!from.test(sender)) {
      return reject(entry, senderNotAllowed(sender, subject));
    }
    if (inbound.headers().find(Header.MALFORMED).isPresent()) {
      return reject(entry, "its headers cannot be parsed");
    }
    Optional<String> unusableId = MessageId.chosen(inbound).filter(chosen -> !chosen.equals(id));
    if (unusableId.isPresent()) {
      return reject(
          entry,
          "its id "
              + TruncatedValue.withCount(unusableId.get(), MAX_ID_LENGTH)
              + " cannot be used; an id consists of letters, digits, - and _");
    }
    Optional<Instant> expires = headers.limits().expires();
    if (Expiry.hasPassed(expires, clock)) {
      return new Decision.Reject(
          entry.withoutReplyTo(),
          State.Terminal.EXPIRED,
          "it arrived after it had expired at " + expires.get());
    }
    return new Decision.Accept(entry);
  }

  /// What the headers of a message say, as far as they can be read.
  ///
  /// @param problem what is wrong with them, if anything
  private record ParsedHeaders(
      NodeName sender, LedgerEntry.Limits limits, Optional<String> problem) {

    static ParsedHeaders invalid(NodeName sender, String problem) {
      return new ParsedHeaders(sender, LedgerEntry.Limits.NONE, Optional.of(problem));
    }
  }

  private ParsedHeaders parse(Headers headers) {
    NodeName sender = ANONYMOUS; // until the header is known to be a name
    try {
      sender = headers.find(Header.FROM).map(NodeName::new).orElse(ANONYMOUS);
      Optional<String> version = headers.find(Header.VERSION);
      if (version.filter(AdmissionPolicy::isUnsupported).isPresent()) {
        return ParsedHeaders.invalid(
            sender,
            "protocol version "
                + version.get()
                + " is not supported; this node supports version 1");
      }
      Optional<Instant> expires =
          headers.find(Header.EXPIRES).map(AdmissionPolicy::parseInstant).map(this::cap);
      Optional<Duration> timeout = headers.find(Header.TIMEOUT).map(AdmissionPolicy::parseDuration);
      if (timeout.filter(value -> !value.isPositive()).isPresent()) {
        return ParsedHeaders.invalid(
            sender, Header.TIMEOUT + " must be positive, not " + timeout.get());
      }
      return new ParsedHeaders(sender, new LedgerEntry.Limits(expires, timeout), Optional.empty());
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
      return ParsedHeaders.invalid(sender, "invalid header: " + e.getMessage());
    }
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

  private static boolean isUnsupported(String version) {
    return !version.equals(Header.CURRENT_VERSION) && !version.startsWith("1.");
  }

  private Instant cap(Instant expires) {
    Instant latest = clock.instant().plus(maxExpiry);
    return expires.isAfter(latest) ? latest : expires;
  }

  private static Decision reject(LedgerEntry entry, String reason) {
    return new Decision.Reject(entry.withoutReplyTo(), State.Terminal.REJECTED, reason);
  }

  private LedgerEntry entry(
      InboundMessage inbound, Subject subject, String id, ParsedHeaders headers) {
    return new LedgerEntry(
        id,
        subject,
        headers.sender(),
        clock.instant(),
        headers.limits(),
        new LedgerEntry.Origin(
            inbound.isRead() ? inbound.sequence() : 0,
            inbound.headers().find(Header.TRACE).filter(TRACE.asMatchPredicate()),
            inbound.replyTo(),
            Optional.empty()),
        new LedgerEntry.Arguments(inbound.body(), inbound.headers().find(Header.BODY)));
  }

  /// The id of a message: for one that is not in a stream and has no usable id, a new one.
  public String id(InboundMessage inbound, String incarnation) {
    return inbound.isRead() || hasUsableId(inbound)
        ? MessageId.of(inbound, incarnation)
        : MessageIdGenerator.next(clock);
  }

  /// Whether a message has an id of its sender that can be used.
  public static boolean hasUsableId(InboundMessage inbound) {
    return MessageId.chosen(inbound).filter(MessageId::isUsable).isPresent();
  }
}
