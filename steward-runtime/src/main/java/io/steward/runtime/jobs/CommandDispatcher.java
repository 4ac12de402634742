package io.steward.runtime.jobs;

import io.steward.api.Message;
import io.steward.api.NodeName;
import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.bus.OutboundMessage;
import io.steward.runtime.fleet.CancelRequest;
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

/// Sends what a job's units are to do, and looks up what became of it. The same command of the same
/// attempt has the same id, however often and by whomever it is sent.
///
/// @param bus to the broker
/// @param spec the job
/// @param encoder as whom
record CommandDispatcher(Bus bus, JobSpec spec, MessageEncoder encoder) {

  CommandDispatcher(StationContext station, JobSpec spec) {
    this(station.bus(), spec, new MessageEncoder(station.name(), station.clock()));
  }

  /// Sends the commands of some units.
  ///
  /// @param left until the deadline
  /// @return those that the broker has
  Set<Integer> send(RunningJob running, Set<Integer> indexes, Duration left)
      throws InterruptedException {
    Map<Integer, CompletableFuture<Bus.PublishAck>> acks = new LinkedHashMap<>();
    for (int index : indexes) {
      Message message = spec.message(running.unit(index), left);
      acks.put(index, store(message, running.messageId(index)));
    }
    return awaitStored(acks);
  }

  /// Cancels the commands of some units.
  ///
  /// @return those whose cancellation the broker has
  Set<Integer> cancel(RunningJob running, Set<Integer> indexes) throws InterruptedException {
    Map<Integer, CompletableFuture<Bus.PublishAck>> acks = new LinkedHashMap<>();
    for (int index : indexes) {
      String unit = running.unit(index);
      Message cancellation = CancelRequest.of(new NodeName(unit), running.messageId(index));
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
    Headers headers = new Headers(encoder.headers(message, id)).with(Header.JOB, spec.id());
    String subject = bus.addresses().stored(message.to());
    try {
      return bus.store(
          new OutboundMessage(subject, headers, encoder.body(message)).detachLargeBody(bus));
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

  /// Where the answers to all commands of the job, and of others of its method, are heard.
  String answerSubjects() {
    return "*.reply." + spec.method() + "." + spec.domain() + ".*";
  }

  /// What an answer says of where its command is.
  static UnitProgress progress(InboundMessage answer) {
    return answer
        .headers()
        .find(Header.STATE)
        .map(State::parse)
        .map(UnitProgress::of)
        .orElse(UnitProgress.RUNNING); // output
  }

  /// Where the command of a unit is by what is stored: what the unit said last, or just stored; or
  /// nothing, when the broker does not have it, or not for sure.
  ///
  /// @throws IOException when the broker cannot be asked
  Optional<UnitProgress> lookUp(RunningJob running, int index)
      throws IOException, InterruptedException {
    Addresses addresses = bus.addresses();
    String id = running.messageId(index);
    NodeName unit = new NodeName(running.unit(index));
    Subject subject = Subject.command(unit, spec.method(), spec.domain());
    Optional<InboundMessage> answer =
        bus.last(addresses.repliesStream(), addresses.reply(subject, id));
    if (answer.isPresent()) {
      return answer.map(CommandDispatcher::progress);
    }
    return bus.last(addresses.stream(subject), addresses.stored(subject))
        .filter(command -> command.headers().find(Header.ID).filter(id::equals).isPresent())
        .map(command -> UnitProgress.STORED);
  }
}
