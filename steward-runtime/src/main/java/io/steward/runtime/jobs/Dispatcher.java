package io.steward.runtime.jobs;

import io.steward.api.Message;
import io.steward.api.NodeName;
import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Delivery;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.Letter;
import io.steward.runtime.fleet.Cancellation;
import io.steward.runtime.fleet.Letters;
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
/// @param order the job
/// @param letters as whom
record Dispatcher(Bus bus, Order order, Letters letters) {

  Dispatcher(Station station, Order order) {
    this(station.bus(), order, new Letters(station.name(), station.clock()));
  }

  /// Sends the commands of some units.
  ///
  /// @param left until the deadline
  /// @return those that the broker has
  Set<Integer> send(Standing standing, Set<Integer> places, Duration left)
      throws InterruptedException {
    Map<Integer, CompletableFuture<Bus.Receipt>> sent = new LinkedHashMap<>();
    for (int place : places) {
      Message message = order.message(standing.unit(place), left);
      sent.put(place, store(message, standing.messageId(place)));
    }
    return stored(sent);
  }

  /// Cancels the commands of some units.
  ///
  /// @return those whose cancellation the broker has
  Set<Integer> cancel(Standing standing, Set<Integer> places) throws InterruptedException {
    Map<Integer, CompletableFuture<Bus.Receipt>> sent = new LinkedHashMap<>();
    for (int place : places) {
      String unit = standing.unit(place);
      Message cancellation = Cancellation.of(new NodeName(unit), standing.messageId(place));
      sent.put(place, store(cancellation, order.cancellationId(unit, standing.attempt(place))));
    }
    return stored(sent);
  }

  private static Set<Integer> stored(Map<Integer, CompletableFuture<Bus.Receipt>> sent) {
    Set<Integer> stored = new HashSet<>();
    sent.forEach((place, receipt) -> {
      if (isStored(receipt)) {
        stored.add(place);
      }
    });
    return stored;
  }

  private CompletableFuture<Bus.Receipt> store(Message message, String id)
      throws InterruptedException {
    Headers headers = new Headers(letters.headers(message, id)).with(Header.JOB, order.id());
    String subject = bus.addresses().stored(message.to());
    try {
      return bus.store(new Letter(subject, headers, letters.body(message)).apartWhereTooLarge(bus));
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static boolean isStored(CompletableFuture<Bus.Receipt> receipt) {
    try {
      receipt.join();
      return true;
    } catch (CompletionException | CancellationException notYet) {
      return false;
    }
  }

  /// Where the answers to all commands of the job, and of others of its method, are heard.
  String answers() {
    return "*.reply." + order.method() + "." + order.domain() + ".*";
  }

  /// What an answer says of where its command is.
  static Mark mark(Delivery answer) {
    return answer
        .headers()
        .find(Header.STATE)
        .map(State::parse)
        .map(Mark::of)
        .orElse(Mark.RUNNING); // output
  }

  /// Where the command of a unit is by what is stored: what the unit said last, or just stored; or
  /// nothing, when the broker does not have it, or not for sure.
  ///
  /// @throws IOException when the broker cannot be asked
  Optional<Mark> look(Standing standing, int place) throws IOException, InterruptedException {
    Addresses addresses = bus.addresses();
    String id = standing.messageId(place);
    NodeName unit = new NodeName(standing.unit(place));
    Subject subject = Subject.command(unit, order.method(), order.domain());
    Optional<Delivery> answer = bus.last(addresses.repliesStream(), addresses.reply(subject, id));
    if (answer.isPresent()) {
      return answer.map(Dispatcher::mark);
    }
    return bus.last(addresses.stream(subject), addresses.stored(subject))
        .filter(command -> command.headers().find(Header.ID).filter(id::equals).isPresent())
        .map(command -> Mark.STORED);
  }
}
