package io.steward.runtime.process;

import io.steward.api.Answer;
import io.steward.api.NodeName;
import io.steward.api.State;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.BodyReference;
import io.steward.runtime.bus.Header;
import io.steward.runtime.databind.Json;
import io.steward.runtime.fleet.UntrustedDocuments;
import io.steward.runtime.ledger.Body;
import io.steward.runtime.ledger.BodyStore;
import io.steward.runtime.ledger.BodyTooLargeException;
import io.steward.runtime.ledger.LedgerEntry;
import io.steward.runtime.ledger.OutboxMessage;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// What a node answers, as postings: a JSON document with the state in a header, or raw output.
///
/// @param addresses where answers are stored
/// @param node who answers
/// @param clock this node's
public record AnswerFactory(Addresses addresses, NodeName node, InstantSource clock) {

  private static final int LONGEST_REASON = 8000;

  /// The ACK. Where no message says what was asked, this does.
  public OutboxMessage accepted(LedgerEntry entry) {
    Map<String, Object> details = new LinkedHashMap<>();
    entry
        .occasion()
        .ifPresent(occasion -> {
          details.put("schedule", occasion);
          details.put("arguments", UntrustedDocuments.read(entry.body()));
        });
    return state(entry, State.InProgress.ACCEPTED, "accepted", details);
  }

  /// The handler has it.
  ///
  /// @param run which run it is, so that a second one after a crash is a second answer
  public OutboxMessage running(LedgerEntry entry, String run) {
    return state(entry, State.InProgress.RUNNING, "running-" + run, Map.of());
  }

  /// How it ended, in few words.
  ///
  /// @param details what there is to tell, such as a reason
  public OutboxMessage terminal(
      LedgerEntry entry, State.Terminal state, Map<String, Object> details) {
    return state(entry, state, state.word(), fitToPayload(details));
  }

  /// How it ended, with a result that may be large; how large was looked at before.
  ///
  /// @param details what there is to tell: reason, result, times, totals
  /// @param bodies where it is kept when it is large
  /// @throws IOException when the disk does not take it
  OutboxMessage terminal(
      LedgerEntry entry, State.Terminal state, Map<String, Object> details, BodyStore bodies)
      throws IOException {
    Map<String, String> headers = headers(entry, state.word());
    headers.put(Header.STATE, state.word());
    Map<String, Object> document = document(entry, state, fitToPayload(details));
    long most = bodies.maxSize() + BodyReference.ENVELOPE_SIZE;
    try {
      Body body = bodies.write(id(entry, state.word()), most, out -> Json.write(document, out));
      return OutboxMessages.of(subject(entry), headers, body, entry.replyTo());
    } catch (BodyTooLargeException e) {
      throw new IOException("the answer to " + entry.id() + " " + e.getMessage(), e);
    }
  }

  private static Map<String, Object> fitToPayload(Map<String, Object> details) {
    Map<String, Object> told = new LinkedHashMap<>(details);
    told.computeIfPresent("reason", (key, reason) -> shortened(reason.toString()));
    return told;
  }

  /// A reason that fits into an answer, however long the text is that somebody made it of.
  private static String shortened(String reason) {
    return reason.length() <= LONGEST_REASON
        ? reason
        : reason.substring(0, LONGEST_REASON)
            + "… ("
            + (reason.length() - LONGEST_REASON)
            + " characters more)";
  }

  /// A piece of output.
  ///
  /// @param run which run printed it
  OutboxMessage output(
      LedgerEntry entry, String run, Answer.Channel channel, long offset, byte[] bytes) {
    String stream = channel.name().toLowerCase(Locale.ROOT);
    Map<String, String> headers = headers(entry, stream + "-" + run + "-" + offset);
    headers.put(Header.STREAM, stream);
    headers.put(Header.OFFSET, Long.toString(offset));
    return posting(entry, headers, bytes);
  }

  private OutboxMessage state(
      LedgerEntry entry, State state, String part, Map<String, Object> details) {
    Map<String, String> headers = headers(entry, part);
    headers.put(Header.STATE, state.word());
    return posting(entry, headers, Json.write(document(entry, state, details)));
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

  private static String id(LedgerEntry entry, String part) {
    return entry.id() + "." + part;
  }

  private Map<String, String> headers(LedgerEntry entry, String part) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(Header.ID, id(entry, part));
    headers.put(Header.VERSION, Header.CURRENT_VERSION);
    headers.put(Header.FROM, node.value());
    headers.put(Header.SENT, now().toString());
    if (entry.sequence() > 0) {
      headers.put(Header.COMMAND_SEQUENCE, Long.toString(entry.sequence()));
    }
    entry.occasion().ifPresent(occasion -> headers.put(Header.SCHEDULE, occasion));
    entry.trace().ifPresent(trace -> headers.put(Header.TRACE, trace));
    return headers;
  }

  private OutboxMessage posting(LedgerEntry entry, Map<String, String> headers, byte[] body) {
    return new OutboxMessage(subject(entry), headers, body, entry.replyTo());
  }

  private String subject(LedgerEntry entry) {
    return addresses.reply(entry.subject(), entry.id());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
