package io.steward.runtime.process;

import io.steward.api.Answer;
import io.steward.api.NodeName;
import io.steward.api.State;
import io.steward.runtime.binding.Json;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.BodyReference;
import io.steward.runtime.bus.Header;
import io.steward.runtime.fleet.Documents;
import io.steward.runtime.ledger.Bodies;
import io.steward.runtime.ledger.Body;
import io.steward.runtime.ledger.BodyTooLargeException;
import io.steward.runtime.ledger.Entry;
import io.steward.runtime.ledger.Posting;
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
public record Answers(Addresses addresses, NodeName node, InstantSource clock) {

  private static final int LONGEST_REASON = 8000;

  /// The ACK. Where no message says what was asked, this does.
  public Posting accepted(Entry entry) {
    Map<String, Object> details = new LinkedHashMap<>();
    entry
        .occasion()
        .ifPresent(occasion -> {
          details.put("schedule", occasion);
          details.put("arguments", Documents.read(entry.body()));
        });
    return state(entry, State.Open.ACCEPTED, "accepted", details);
  }

  /// The handler has it.
  ///
  /// @param run which run it is, so that a second one after a crash is a second answer
  public Posting running(Entry entry, String run) {
    return state(entry, State.Open.RUNNING, "running-" + run, Map.of());
  }

  /// How it ended, in few words.
  ///
  /// @param details what there is to tell, such as a reason
  public Posting last(Entry entry, State.Last state, Map<String, Object> details) {
    return state(entry, state, state.word(), fitting(details));
  }

  /// How it ended, with a result that may be large; how large was looked at before.
  ///
  /// @param details what there is to tell: reason, result, times, totals
  /// @param bodies where it is kept when it is large
  /// @throws IOException when the disk does not take it
  Posting last(Entry entry, State.Last state, Map<String, Object> details, Bodies bodies)
      throws IOException {
    Map<String, String> headers = headers(entry, state.word());
    headers.put(Header.STATE, state.word());
    Map<String, Object> document = document(entry, state, fitting(details));
    long most = bodies.largest() + BodyReference.ENVELOPE;
    try {
      Body body = bodies.write(id(entry, state.word()), most, out -> Json.write(document, out));
      return Postings.of(subject(entry), headers, body, entry.replyTo());
    } catch (BodyTooLargeException e) {
      throw new IOException("the answer to " + entry.id() + " " + e.getMessage(), e);
    }
  }

  private static Map<String, Object> fitting(Map<String, Object> details) {
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
  Posting output(Entry entry, String run, Answer.Channel channel, long offset, byte[] bytes) {
    String stream = channel.name().toLowerCase(Locale.ROOT);
    Map<String, String> headers = headers(entry, stream + "-" + run + "-" + offset);
    headers.put(Header.STREAM, stream);
    headers.put(Header.OFFSET, Long.toString(offset));
    return posting(entry, headers, bytes);
  }

  private Posting state(Entry entry, State state, String part, Map<String, Object> details) {
    Map<String, String> headers = headers(entry, part);
    headers.put(Header.STATE, state.word());
    return posting(entry, headers, Json.write(document(entry, state, details)));
  }

  private Map<String, Object> document(Entry entry, State state, Map<String, Object> details) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("id", entry.id());
    document.put("subject", entry.subject().toString());
    document.put("from", entry.from().toString());
    document.put("state", state.word());
    document.put("at", now().toString());
    document.putAll(details);
    return document;
  }

  private static String id(Entry entry, String part) {
    return entry.id() + "." + part;
  }

  private Map<String, String> headers(Entry entry, String part) {
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

  private Posting posting(Entry entry, Map<String, String> headers, byte[] body) {
    return new Posting(subject(entry), headers, body, entry.replyTo());
  }

  private String subject(Entry entry) {
    return addresses.reply(entry.subject(), entry.id());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
