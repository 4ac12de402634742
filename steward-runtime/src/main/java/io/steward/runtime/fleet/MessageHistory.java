package io.steward.runtime.fleet;

import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.bus.MessageIdGenerator;
import io.steward.runtime.databind.Json;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The messages of the fleet and their states, as far back as the streams reach.
///
/// @param bus the connection to the broker
/// @param clock the clock that tells whether a message has expired
public record MessageHistory(Bus bus, InstantSource clock) {

  private static final Duration SKEW = Duration.ofMinutes(10);

  /// A message and its current state.
  ///
  /// @param id the id of the message
  /// @param subject its receiver
  /// @param from its sender
  /// @param job the job that it is part of, if any
  /// @param schedule what started a local run, which has no message: a schedule, or `@startup`
  /// @param state its state
  /// @param stored when the broker stored it; for a local run, when its first answer was stored
  /// @param changed when it reached its state
  /// @param reason the reason for the state, or empty
  public record Row(
      String id,
      Subject subject,
      String from,
      Optional<String> job,
      Optional<String> schedule,
      State state,
      Instant stored,
      Instant changed,
      String reason) {}

  /// One entry of a message's history.
  ///
  /// @param at when the broker stored it
  /// @param state a state, or `output`
  /// @param by who reported it
  /// @param document the whole document
  public record Step(Instant at, String state, String by, Map<String, Object> document) {}

  /// A message with its history.
  ///
  /// @param row its current state
  /// @param arguments its arguments
  /// @param steps its history, in order
  public record Detail(Row row, String arguments, List<Step> steps) {}

  /// The messages stored and the local runs started since a time, oldest first.
  ///
  /// @param unit the receiver's name, or `*`
  /// @throws IOException if the broker cannot be queried
  public Listing<Row> since(Instant time, String unit) throws IOException, InterruptedException {
    Addresses addresses = bus.addresses();
    Map<String, InboundMessage> answers = new LinkedHashMap<>();
    Map<String, InboundMessage> localRuns = new LinkedHashMap<>();
    Listing.Collector<Row> rows = new Listing.Collector<>();
    read(
        addresses.repliesStream(),
        addresses.prefix() + ".reply." + unit + ".*.*.*",
        time,
        answer -> {
          if (hasKnownState(answer)) {
            answers.put(answer.subject(), answer);
            if (isLocalRun(answer)) {
              localRuns.putIfAbsent(answer.subject(), answer);
            }
          } else if (answer.headers().find(Header.STATE).isPresent()) {
            rows.skip();
          }
        });
    MessageIds ids = new MessageIds(bus);
    for (var source : addresses.messagesFor(unit).entrySet()) {
      read(
          source.getKey(),
          source.getValue(),
          time,
          message -> rows.add(() -> row(message, answers, ids)));
    }
    // the id of a stored message is never a local run, whatever an answer claims
    rows.entries()
        .forEach(row -> localRuns.remove(addresses.replySubject(row.subject(), row.id())));
    for (var run : localRuns.entrySet()) {
      InboundMessage last = answers.getOrDefault(run.getKey(), run.getValue());
      rows.add(() -> row(lastToken(run.getKey()), run.getValue(), last));
    }
    return rows.sorted(Comparator.comparing(Row::stored));
  }

  private static boolean isLocalRun(InboundMessage answer) {
    return answer.headers().find(Header.SCHEDULE).isPresent();
  }

  /// Whether an answer gives a state, and this version knows the state and the form of the id.
  private static boolean hasKnownState(InboundMessage answer) {
    try {
      return answer.headers().find(Header.STATE).map(State::parse).isPresent()
          && Addresses.isSafeId(lastToken(answer.subject()));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /// A local run is known by its answers only. Its node is taken from the subject under which they
  /// are stored, which only that node may publish to.
  private Row row(String id, InboundMessage first, InboundMessage last) {
    List<String> tokens = List.of(first.subject().split("\\.", -1));
    Map<String, Object> firstDocument = UntrustedDocuments.read(first.body());
    Map<String, Object> lastDocument = UntrustedDocuments.read(last.body());
    Instant stored = first.stored().orElseGet(clock::instant);
    return new Row(
        id,
        Subject.parse(tokens.get(2) + ".command." + tokens.get(3) + "." + tokens.get(4)),
        firstDocument.getOrDefault("from", "").toString(),
        Optional.empty(),
        first.headers().find(Header.SCHEDULE),
        state(last),
        stored,
        last.stored().orElse(stored),
        lastDocument.getOrDefault("reason", "").toString());
  }

  private static State state(InboundMessage answer) {
    return answer.headers().find(Header.STATE).map(State::parse).orElse(State.InProgress.RUNNING);
  }

  /// Handles a message that was read.
  @FunctionalInterface
  private interface MessageConsumer {
    void accept(InboundMessage message) throws IOException, InterruptedException;
  }

  private void read(String stream, String subject, Instant since, MessageConsumer consumer)
      throws IOException, InterruptedException {
    try (Bus.StreamReader reader =
        bus.read(stream, subject, new Bus.StartPosition.SinceTime(since))) {
      for (var next = reader.next(); next.isPresent(); next = reader.next()) {
        consumer.accept(next.get());
      }
    }
  }

  private static String lastToken(String subject) {
    return subject.substring(subject.lastIndexOf('.') + 1);
  }

  private Row row(InboundMessage message, Map<String, InboundMessage> answers, MessageIds ids)
      throws InterruptedException, IOException {
    Subject subject = bus.addresses().parseStoredSubject(message.subject());
    String id = ids.of(message, subject);
    String replies = bus.addresses().replySubject(subject, id);
    return row(message, subject, id, Optional.ofNullable(answers.get(replies)));
  }

  private Row row(
      InboundMessage message, Subject subject, String id, Optional<InboundMessage> answer) {
    Instant stored = message.stored().orElseGet(clock::instant);
    String from = message.headers().find(Header.FROM).orElse("anonymous");
    Optional<String> job = message.headers().find(Header.JOB);
    if (answer.isEmpty()) {
      Optional<Instant> expires = expires(message);
      boolean expired = Expiry.hasPassed(expires, clock);
      return new Row(
          id,
          subject,
          from,
          job,
          Optional.empty(),
          expired ? State.Terminal.EXPIRED : State.InProgress.STORED,
          stored,
          expired ? expires.orElse(stored) : stored,
          "");
    }
    Object reason = UntrustedDocuments.read(answer.get().body()).getOrDefault("reason", "");
    return new Row(
        id,
        subject,
        from,
        job,
        Optional.empty(),
        state(answer.get()),
        stored,
        answer.get().stored().orElse(stored),
        reason.toString());
  }

  private static Optional<Instant> expires(InboundMessage message) {
    try {
      return message.headers().find(Header.EXPIRES).map(Instant::parse);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /// The history of one message.
  ///
  /// @throws IOException if the broker cannot be queried
  public Optional<Detail> of(String id) throws IOException, InterruptedException {
    if (!Addresses.isSafeId(id)) {
      return Optional.empty();
    }
    Addresses addresses = bus.addresses();
    Instant since = MessageIdGenerator.time(id).map(time -> time.minus(SKEW)).orElse(Instant.EPOCH);
    List<Step> steps = new ArrayList<>();
    List<InboundMessage> states = new ArrayList<>();
    read(
        addresses.repliesStream(),
        addresses.prefix() + ".reply.*.*.*." + id,
        since,
        answer -> {
          steps.add(step(answer));
          if (hasKnownState(answer)) {
            states.add(answer);
          }
        });
    Optional<InboundMessage> last =
        states.isEmpty() ? Optional.empty() : Optional.of(states.getLast());
    String unit = last.map(answer -> answer.subject().split("\\.", -1)[2]).orElse("*");
    Optional<InboundMessage> message = new MessageIds(bus).find(id, unit, since);
    if (message.isEmpty()) {
      return states.stream()
          .findFirst()
          .filter(MessageHistory::isLocalRun)
          .map(first -> localRun(id, first, states.getLast(), steps));
    }
    Subject subject = addresses.parseStoredSubject(message.get().subject());
    Row row = row(message.get(), subject, id, last);
    steps.addFirst(new Step(row.stored(), State.InProgress.STORED.word(), "broker", Map.of()));
    return Optional.of(new Detail(row, arguments(message.get()), steps));
  }

  private Detail localRun(String id, InboundMessage first, InboundMessage last, List<Step> steps) {
    Object arguments = UntrustedDocuments.read(first.body()).get("arguments");
    return new Detail(
        row(id, first, last), arguments == null ? "unknown" : Json.line(arguments), steps);
  }

  private Step step(InboundMessage answer) throws IOException, InterruptedException {
    String by = answer.headers().find(Header.FROM).orElse("");
    Instant at = answer.stored().orElse(Instant.EPOCH);
    Optional<String> stream = answer.headers().find(Header.STREAM);
    if (stream.isPresent()) {
      return new Step(
          at, "output", by, Map.of("stream", stream.get(), "bytes", answer.body().length));
    }
    String state = answer.headers().find(Header.STATE).orElse("");
    return new Step(at, state, by, new BodyReader(bus).document(answer));
  }

  /// The arguments; for a body that travels separately, only its reference, which includes the
  /// size.
  private static String arguments(InboundMessage message) {
    return message
        .headers()
        .find(Header.BODY)
        .map(reference -> "in the bucket of bodies: " + reference)
        .orElseGet(message::text);
  }
}
