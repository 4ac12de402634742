package io.steward.runtime.outbox;

import io.steward.api.Answer;
import io.steward.api.NodeName;
import io.steward.api.State;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.DeduplicationToken;
import io.steward.runtime.bus.Header;
import io.steward.runtime.databind.Json;
import io.steward.runtime.databind.TruncatedValue;
import io.steward.runtime.fleet.UntrustedDocuments;
import io.steward.runtime.ledger.Body;
import io.steward.runtime.ledger.BodyStore;
import io.steward.runtime.ledger.BodyTooLargeException;
import io.steward.runtime.ledger.LedgerEntry;
import io.steward.runtime.ledger.OutboxMessage;
import io.steward.runtime.objects.BodyReference;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Creates the answers of a node as outbox messages: a JSON document with the state in a header, or
/// raw output.
///
/// @param addresses the subjects under which answers are stored
/// @param node the answering node
/// @param clock this node's clock
public record AnswerFactory(Addresses addresses, NodeName node, InstantSource clock) {

  private static final int MAX_REASON_LENGTH = 8000;

  /// The ACK. For a run that no message requested, it also carries the schedule and the arguments.
  public OutboxMessage accepted(LedgerEntry entry) {
    Map<String, Object> details = new LinkedHashMap<>();
    entry
        .trigger()
        .ifPresent(occasion -> {
          details.put("schedule", occasion);
          details.put("arguments", UntrustedDocuments.read(entry.body()));
        });
    return stateAnswer(entry, State.InProgress.ACCEPTED, details);
  }

  /// The handler has started.
  public OutboxMessage running(LedgerEntry entry) {
    return stateAnswer(entry, State.InProgress.RUNNING, Map.of());
  }

  /// The outcome, without a large result.
  ///
  /// @param details further fields, such as a reason
  public OutboxMessage terminal(
      LedgerEntry entry, State.Terminal state, Map<String, Object> details) {
    return stateAnswer(entry, state, truncateReason(details));
  }

  /// The outcome, with a result that may be large; the caller has checked its size.
  ///
  /// @param details further fields: reason, result, times, totals
  /// @param bodies where a large answer is stored
  /// @throws IOException if the disk does not accept it
  public OutboxMessage terminal(
      LedgerEntry entry, State.Terminal state, Map<String, Object> details, BodyStore bodies)
      throws IOException {
    Map<String, String> headers = headers(entry);
    headers.put(Header.STATE, state.word());
    Map<String, Object> document = document(entry, state, truncateReason(details));
    long maxSize = bodies.maxSize() + BodyReference.ENVELOPE_SIZE;
    try {
      Body body = bodies.write(bodyName(entry), maxSize, out -> Json.write(document, out));
      return OutboxMessages.of(replySubject(entry), headers, body, entry.replyTo());
    } catch (BodyTooLargeException e) {
      throw new IOException("the answer to " + entry.id() + " " + e.getMessage(), e);
    }
  }

  /// Truncates a reason so that it fits into an answer, however long the original is.
  private static Map<String, Object> truncateReason(Map<String, Object> details) {
    Map<String, Object> truncated = new LinkedHashMap<>(details);
    truncated.computeIfPresent(
        "reason", (_, reason) -> TruncatedValue.withCount(reason.toString(), MAX_REASON_LENGTH));
    return truncated;
  }

  /// A chunk of output.
  public OutboxMessage output(
      LedgerEntry entry, Answer.Channel channel, long offset, byte[] bytes) {
    String stream = channel.name().toLowerCase(Locale.ROOT);
    Map<String, String> headers = headers(entry);
    headers.put(Header.STREAM, stream);
    headers.put(Header.OFFSET, Long.toString(offset));
    return outboxMessage(entry, headers, bytes);
  }

  private OutboxMessage stateAnswer(LedgerEntry entry, State state, Map<String, Object> details) {
    Map<String, String> headers = headers(entry);
    headers.put(Header.STATE, state.word());
    return outboxMessage(entry, headers, Json.write(document(entry, state, details)));
  }

  private Map<String, Object> document(
      LedgerEntry entry, State state, Map<String, Object> details) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("id", entry.id());
    document.put("subject", entry.subject().toString());
    document.put("from", entry.from().toString());
    document.put("state", state.word());
    document.put("at", now().toString());
    document.putAll(details);
    return document;
  }

  private static String bodyName(LedgerEntry entry) {
    return BodyReference.resultName(entry.subject(), entry.id());
  }

  private Map<String, String> headers(LedgerEntry entry) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(Header.DEDUPLICATION, DeduplicationToken.next());
    headers.put(Header.VERSION, Header.CURRENT_VERSION);
    headers.put(Header.FROM, node.value());
    headers.put(Header.SENT, now().toString());
    entry.trigger().ifPresent(occasion -> headers.put(Header.SCHEDULE, occasion));
    entry.trace().ifPresent(trace -> headers.put(Header.TRACE, trace));
    return headers;
  }

  private OutboxMessage outboxMessage(LedgerEntry entry, Map<String, String> headers, byte[] body) {
    return new OutboxMessage(replySubject(entry), headers, body, entry.replyTo());
  }

  private String replySubject(LedgerEntry entry) {
    return addresses.replySubject(entry.subject(), entry.id());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
