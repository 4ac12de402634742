package io.steward.runtime.jobs;

import io.steward.api.Message;
import io.steward.api.NodeName;
import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.DeduplicationToken;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.fleet.CancelRequest;
import io.steward.runtime.fleet.EncodedMessage;
import io.steward.runtime.fleet.MessageEncoder;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/// Publishes a job's commands and looks up their states. The same attempt at the same unit always
/// has the same message id, no matter how often or by which station it is published.
///
/// @param bus the connection to the broker
/// @param spec the job
/// @param encoder encodes messages with the station as their sender
/// @param tokens the deduplication tokens of messages that were published and may not be stored, by
///   id: what is published again is the same message
record CommandDispatcher(
    Bus bus, JobSpec spec, MessageEncoder encoder, Map<String, String> tokens) {

  CommandDispatcher(StationContext station, JobSpec spec) {
    this(
        station.bus(),
        spec,
        new MessageEncoder(station.name(), station.clock()),
        new ConcurrentHashMap<>());
  }

  /// Publishes the commands of some units.
  ///
  /// @param left the time left until the deadline
  /// @return the units whose command the broker has stored
  Set<Integer> send(RunningJob running, Set<Integer> indexes, Duration left)
      throws InterruptedException {
    Map<Integer, CompletableFuture<Bus.PublishAck>> acks = new LinkedHashMap<>();
    for (int index : indexes) {
      Message message = spec.message(running.unit(index), left);
      acks.put(index, store(message, running.messageId(index)));
    }
    return awaitStored(acks);
  }

  /// Publishes a cancellation of the commands of some units.
  ///
  /// @return the units whose cancellation the broker has stored
  Set<Integer> cancel(RunningJob running, Set<Integer> indexes) throws InterruptedException {
    Map<Integer, CompletableFuture<Bus.PublishAck>> acks = new LinkedHashMap<>();
    for (int index : indexes) {
      String unit = running.unit(index);
      Subject subject = Subject.command(new NodeName(unit), spec.method(), spec.domain());
      // another station may have sent it
      Message cancellation = CancelRequest.of(subject, running.messageId(index), Optional.empty());
      acks.put(index, store(cancellation, spec.cancellationId(unit, running.attempt(index))));
    }
    return awaitStored(acks);
  }

  private static Set<Integer> awaitStored(Map<Integer, CompletableFuture<Bus.PublishAck>> acks) {
    Set<Integer> stored = new HashSet<>();
    acks.forEach((index, ack) -> {
      if (isStored(ack)) {
        stored.add(index);
      }
    });
    return stored;
  }

  private CompletableFuture<Bus.PublishAck> store(Message message, String id)
      throws InterruptedException {
    String token = tokens.computeIfAbsent(id, _ -> DeduplicationToken.next());
    EncodedMessage encoded =
        encoder.encode(message, id).with(Header.JOB, spec.id()).with(Header.DEDUPLICATION, token);
    try {
      return bus.store(encoded.outbound(bus))
          .whenComplete((_, failure) -> {
            if (failure == null) {
              tokens.remove(id);
            }
          });
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static boolean isStored(CompletableFuture<Bus.PublishAck> ack) {
    try {
      ack.join();
      return true;
    } catch (CompletionException | CancellationException unacknowledged) {
      return false;
    }
  }

  /// The subjects of the answers to the job's commands. Other commands of the same method are
  /// answered there, too.
  String answerSubjects() {
    return "*.reply." + spec.method() + "." + spec.domain() + ".*";
  }

  /// The progress of a unit after an answer to its command.
  static UnitProgress progress(InboundMessage answer) {
    return answer
        .headers()
        .find(Header.STATE)
        .map(State::parse)
        .map(UnitProgress::of)
        .orElse(UnitProgress.RUNNING); // output
  }

  /// The stored progress of a unit: that of its last answer, or {@link UnitProgress#STORED} if the
  /// command was stored and not answered; empty if the broker does not have the command, or it
  /// cannot be told whether it does.
  ///
  /// @throws IOException if the broker cannot be queried
  Optional<UnitProgress> lookUp(RunningJob running, int index)
      throws IOException, InterruptedException {
    Addresses addresses = bus.addresses();
    String id = running.messageId(index);
    NodeName unit = new NodeName(running.unit(index));
    Subject subject = Subject.command(unit, spec.method(), spec.domain());
    Optional<InboundMessage> answer =
        bus.lastMessage(addresses.repliesStream(), addresses.replySubject(subject, id));
    if (answer.isPresent()) {
      return answer.map(CommandDispatcher::progress);
    }
    return bus.lastMessage(addresses.stream(subject), addresses.storedSubject(subject))
        .filter(command -> command.headers().find(Header.ID).filter(id::equals).isPresent())
        .map(command -> UnitProgress.STORED);
  }
}
