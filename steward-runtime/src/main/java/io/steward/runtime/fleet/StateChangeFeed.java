package io.steward.runtime.fleet;

import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.concurrent.SupervisedThread;
import io.steward.runtime.concurrent.ThreadFailures;
import io.steward.runtime.fleet.StateChange.MessageChange;
import io.steward.runtime.fleet.StateChange.UnitChange;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Every change of state of messages and units, each once, the answers to one message in order. The
/// change to `stored` may come after the message's first answer, since it is read from another
/// stream.
public final class StateChangeFeed implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(StateChangeFeed.class);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(500);
  private static final int LIVE_TOKENS = 5;

  private final Bus bus;
  private final Addresses addresses;
  private final InstantSource clock;
  private final Consumer<StateChange> consumer;
  private final List<AutoCloseable> open = new ArrayList<>();
  private final MessageIds ids;
  private final AtomicInteger unreadable = new AtomicInteger();

  private StateChangeFeed(Bus bus, InstantSource clock, Consumer<StateChange> consumer)
      throws InterruptedException {
    this.bus = bus;
    this.addresses = bus.addresses();
    this.clock = clock;
    this.consumer = consumer;
    this.ids = new MessageIds(bus);
  }

  /// Follows all changes until the feed is closed.
  ///
  /// @param since the time from which past changes of messages are included
  /// @param consumer is called by one thread at a time
  /// @throws IOException if the broker cannot be queried
  public static StateChangeFeed follow(
      Bus bus, InstantSource clock, Instant since, Consumer<StateChange> consumer)
      throws IOException, InterruptedException {
    StateChangeFeed feed = new StateChangeFeed(bus, clock, consumer);
    try {
      LiveUnits units = LiveUnits.follow(bus, clock);
      feed.open.add(units);
      feed.startWatching(units);
      feed.startTails(since);
      return feed;
    } catch (IOException | InterruptedException e) {
      feed.close();
      throw e;
    }
  }

  /// The changes of messages since a time, in the order in which the broker stored them.
  ///
  /// @throws IOException if the broker cannot be queried
  public static Listing<StateChange> past(Bus bus, InstantSource clock, Instant since)
      throws IOException, InterruptedException {
    List<StateChange> changes = new ArrayList<>();
    int unreadable;
    try (StateChangeFeed feed = new StateChangeFeed(bus, clock, changes::add)) {
      for (var source : feed.addresses.messagesFor("*").entrySet()) {
        feed.read(source.getKey(), source.getValue(), since, feed::messageStored);
      }
      feed.read(
          feed.addresses.repliesStream(), feed.answerSubjects(), since, feed::messageAnswered);
      unreadable = feed.unreadable.get();
    }
    // stable: keeps the order within each stream
    changes.sort(Comparator.comparing(StateChange::at));
    return new Listing<>(changes, unreadable);
  }

  private void read(
      String stream,
      String subjects,
      Instant since,
      Function<InboundMessage, Optional<StateChange>> change)
      throws IOException, InterruptedException {
    try (Bus.StreamReader reader =
        bus.read(stream, subjects, new Bus.StartPosition.SinceTime(since))) {
      for (var next = reader.next(); next.isPresent(); next = reader.next()) {
        change.apply(next.get()).ifPresent(consumer);
      }
    }
  }

  private String answerSubjects() {
    return addresses.prefix() + ".reply.*.*.*.*";
  }

  private void startTails(Instant since) throws InterruptedException {
    addresses
        .messagesFor("*")
        .forEach((stream, subjects) ->
            open.add(
                new StreamTail(
                    bus,
                    stream,
                    subjects,
                    stream.equals(addresses.eventsStream()) ? "*.event.*.*" : "*.command.*.*",
                    since,
                    message -> messageStored(message).ifPresent(this::emit))));
    open.add(
        new StreamTail(
            bus,
            addresses.repliesStream(),
            answerSubjects(),
            "*.reply.*.*.*",
            since,
            message -> messageAnswered(message).ifPresent(this::emit)));
  }

  private synchronized void emit(StateChange change) {
    consumer.accept(change);
  }

  private void startWatching(LiveUnits units) {
    Map<String, Presence> known = new HashMap<>();
    units.changesSince(known, clock.instant()); // the initial presence is not a change
    SupervisedThread watch =
        SupervisedThread.virtual(
            "unit watcher", new ThreadFailures(), () -> watchUnits(units, known));
    watch.start();
    open.add(watch::requestStop);
  }

  /// Polls, since a unit becomes silent without a message.
  private void watchUnits(LiveUnits units, Map<String, Presence> known)
      throws InterruptedException {
    while (true) {
      Thread.sleep(POLL_INTERVAL);
      Instant now = clock.instant();
      units
          .changesSince(known, now)
          .forEach(unit -> emit(new UnitChange(now, unit.name(), unit.presence(), unit.why())));
    }
  }

  private Optional<StateChange> messageStored(InboundMessage message) {
    try {
      Subject subject =
          message.headers().find(Header.STORED_IN).isPresent()
              ? Subject.parse(message.subject()) // live
              : addresses.parseStoredSubject(message.subject());
      return Optional.of(
          new MessageChange(
              at(message),
              ids.of(message, subject),
              subject,
              State.InProgress.STORED,
              message.headers().find(Header.FROM).orElse("anonymous"),
              ""));
    } catch (IllegalArgumentException | IOException e) {
      unreadable.incrementAndGet();
      log.debug("{} is ignored: {}", message.subject(), e.getMessage());
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private Optional<StateChange> messageAnswered(InboundMessage message) {
    try {
      Optional<State> state = message.headers().find(Header.STATE).map(State::parse);
      if (state.isEmpty()) {
        return Optional.empty(); // output
      }
      Map<String, Object> document = UntrustedDocuments.read(message.body());
      String id = message.subject().substring(message.subject().lastIndexOf('.') + 1);
      if (!Addresses.isSafeId(id)) {
        throw new IllegalArgumentException("\"" + id + "\" is not an id");
      }
      return Optional.of(
          new MessageChange(
              at(message),
              id,
              subject(message, document),
              state.get(),
              message.headers().find(Header.FROM).orElse(""),
              document.getOrDefault("reason", "").toString()));
    } catch (IllegalArgumentException e) {
      unreadable.incrementAndGet();
      log.debug("{} is ignored: {}", message.subject(), e.getMessage());
      return Optional.empty();
    }
  }

  /// The subject of the answered message. It is in the document; a message whose document travels
  /// separately is a command.
  private static Subject subject(InboundMessage message, Map<String, Object> document) {
    List<String> tokens = List.of(message.subject().split("\\.", -1)).reversed();
    boolean live = tokens.size() == LIVE_TOKENS; // <node>.reply.<method>.<domain>.<id>
    String node = tokens.get(live ? LIVE_TOKENS - 1 : 3);
    Subject command = Subject.parse(node + ".command." + tokens.get(2) + "." + tokens.get(1));
    if (!(document.get("subject") instanceof String written)) {
      return command;
    }
    Subject subject = Subject.parse(written);
    if (!subject.node().equals(command.node())
        || !subject.method().equals(command.method())
        || !subject.domain().equals(command.domain())) {
      throw new IllegalArgumentException("it claims to be an answer to " + written);
    }
    return subject;
  }

  private Instant at(InboundMessage message) {
    return message.stored().orElseGet(clock::instant);
  }

  @Override
  public void close() {
    for (AutoCloseable each : open.reversed()) {
      try {
        each.close();
      } catch (Exception e) {
        log.debug("closing {}: {}", each, e.toString());
      }
    }
  }
}
