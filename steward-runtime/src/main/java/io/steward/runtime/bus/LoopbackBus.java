package io.steward.runtime.bus;

import io.steward.api.Subject;
import io.steward.runtime.concurrent.LoggedTask;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// A bus within one program: it stores messages in memory and republishes them as a broker does.
/// For trying a method, and for tests of plugins.
public final class LoopbackBus implements Bus {

  private static final int MAX_PAYLOAD = 1 << 20;
  private static final Duration DUPLICATE_WINDOW = Duration.ofMinutes(2);

  /// Takes the place of a purged message, so that sequences stay the same. It has no subject.
  private static final InboundMessage PURGED =
      new InboundMessage("", Headers.NONE, new byte[0], 0, Optional.empty(), Optional.empty());

  private final Addresses addresses = new Addresses(Addresses.DEFAULT_PREFIX, 1);
  private final InstantSource clock;
  private final Map<String, List<InboundMessage>> streams = new LinkedHashMap<>();
  private final Map<String, Map<String, KnownId>> ids = new LinkedHashMap<>();
  private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();
  private final List<LoopbackSubscriptionSet> subscriptionSets = new CopyOnWriteArrayList<>();

  /// The sequence of a stored message, and when it was stored.
  private record KnownId(long sequence, Instant storedAt) {}

  /// @param clock the clock for the times at which messages are stored
  public LoopbackBus(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Addresses addresses() {
    return addresses;
  }

  @Override
  public synchronized CompletableFuture<PublishAck> store(OutboundMessage outbound) {
    if (outbound.size() > MAX_PAYLOAD) {
      return CompletableFuture.failedFuture(outbound.tooLargeFor(MAX_PAYLOAD));
    }
    String stream = streamOf(outbound.subject());
    List<InboundMessage> stored = streams.computeIfAbsent(stream, name -> new ArrayList<>());
    long sequence = stored.size() + 1L;
    Instant now = clock.instant();
    Optional<String> id = outbound.headers().find(Header.DEDUPLICATION);
    if (id.isPresent()) {
      Map<String, KnownId> known = ids.computeIfAbsent(stream, name -> new HashMap<>());
      KnownId before = known.get(id.get());
      if (before != null && now.isBefore(before.storedAt().plus(DUPLICATE_WINDOW))) {
        return CompletableFuture.completedFuture(new PublishAck(stream, before.sequence(), true));
      }
      known.put(id.get(), new KnownId(sequence, now));
    }
    long before = lastMessage(stream, outbound.subject()).map(InboundMessage::sequence).orElse(0L);
    Optional<Long> replaces = outbound.headers().find(Header.REPLACES).map(Long::parseLong);
    if (replaces.isPresent() && replaces.get() != before) {
      return CompletableFuture.failedFuture(
          new RevisionConflictException("wrong last sequence: " + before));
    }
    stored.add(
        new InboundMessage(
            outbound.subject(),
            outbound.headers(),
            outbound.body(),
            sequence,
            Optional.of(now),
            Optional.empty()));
    Headers headers =
        outbound
            .headers()
            .with(Header.STORED_IN, stream)
            .with(Header.SEQUENCE, Long.toString(sequence))
            .with(Header.LAST_SEQUENCE, Long.toString(before));
    publishToSubscribers(
        new InboundMessage(
            republishedSubject(outbound.subject()),
            headers,
            outbound.body(),
            sequence,
            Optional.empty(),
            Optional.empty()));
    return CompletableFuture.completedFuture(new PublishAck(stream, sequence, false));
  }

  private String streamOf(String subject) {
    if (subject.startsWith(addresses.prefix() + ".reply.")) {
      return addresses.repliesStream();
    }
    if (subject.startsWith("$KV.")) {
      return "KV_" + subject.split("\\.", -1)[1];
    }
    return addresses.stream(addresses.parseStoredSubject(subject));
  }

  private String republishedSubject(String subject) {
    if (subject.startsWith("$KV.")) {
      return subject;
    }
    if (subject.startsWith(addresses.prefix() + ".reply.")) {
      String[] tokens = subject.split("\\.", -1);
      return String.join(".", tokens[2], "reply", tokens[3], tokens[4], tokens[5]);
    }
    return addresses.parseStoredSubject(subject).toString();
  }

  @Override
  public void publish(OutboundMessage outbound) {
    publishToSubscribers(
        new InboundMessage(
            outbound.subject(),
            outbound.headers(),
            outbound.body(),
            0,
            Optional.empty(),
            Optional.empty()));
  }

  private void publishToSubscribers(InboundMessage message) {
    subscriptionSets.forEach(subscriptions -> subscriptions.deliver(message));
  }

  /// Whether a subject matches a pattern, which may contain wildcards.
  static boolean matches(String pattern, String subject) {
    String[] expected = pattern.split("\\.", -1);
    String[] tokens = subject.split("\\.", -1);
    for (int i = 0; i < expected.length; i++) {
      if (expected[i].equals(">")) {
        return tokens.length > i;
      }
      if (i >= tokens.length || !(expected[i].equals("*") || expected[i].equals(tokens[i]))) {
        return false;
      }
    }
    return expected.length == tokens.length;
  }

  @Override
  public SubscriptionSet subscriptions(Consumer<InboundMessage> handler) {
    LoopbackSubscriptionSet subscriptions =
        new LoopbackSubscriptionSet(handler, subscriptionSets::remove);
    subscriptionSets.add(subscriptions);
    return subscriptions;
  }

  @Override
  public synchronized Optional<InboundMessage> messageAt(String stream, long sequence) {
    List<InboundMessage> stored = streams.getOrDefault(stream, List.of());
    return sequence < 1 || sequence > stored.size()
        ? Optional.empty()
        : Optional.of(stored.get((int) sequence - 1))
            .filter(message -> !message.subject().isEmpty());
  }

  @Override
  public synchronized Optional<InboundMessage> lastMessage(String stream, String subject) {
    return streams.getOrDefault(stream, List.of()).reversed().stream()
        .filter(message -> matches(subject, message.subject()))
        .findFirst();
  }

  @Override
  public synchronized StreamReader read(String stream, String subject, StartPosition start) {
    List<InboundMessage> all =
        streams.getOrDefault(stream, List.of()).stream()
            .filter(message -> matches(subject, message.subject()))
            .toList();
    List<InboundMessage> selected =
        switch (start) {
          case StartPosition.AtSequence(long sequence) ->
              all.stream().filter(message -> message.sequence() >= sequence).toList();
          case StartPosition.SinceTime(Instant time) ->
              all.stream()
                  .filter(message -> !message.stored().map(time::isAfter).orElse(false))
                  .toList();
          case StartPosition.LastPerSubject(boolean _) -> {
            LinkedHashMap<String, InboundMessage> last = new LinkedHashMap<>();
            all.forEach(message -> last.putLast(message.subject(), message));
            yield List.copyOf(last.values());
          }
        };
    Deque<InboundMessage> remaining = new ArrayDeque<>(selected);
    return new StreamReader() {
      @Override
      public Optional<InboundMessage> next() {
        return Optional.ofNullable(remaining.poll());
      }

      @Override
      public void close() {
        remaining.clear();
      }
    };
  }

  @Override
  public DurableConsumer consume(Subject event) {
    return new LoopbackDurableConsumer(
        this, addresses.eventsStream(), addresses.storedSubject(event), acknowledged);
  }

  @Override
  public synchronized void purge(String stream, String subject) {
    streams
        .getOrDefault(stream, List.of())
        .replaceAll(message -> matches(subject, message.subject()) ? PURGED : message);
  }

  @Override
  public boolean streamExists(String stream) {
    return true;
  }

  @Override
  public String incarnation(String stream) {
    return "loopback";
  }

  @Override
  public long receivedBytes() {
    return 0;
  }

  @Override
  public void reconnect(String reason) {}

  @Override
  public List<String> problems() {
    return List.of();
  }

  @Override
  public String session() {
    return "loopback";
  }

  @Override
  public boolean isUp() {
    return true;
  }

  @Override
  public void onLinkEvent(Consumer<LinkEvent> listener) {
    new LoggedTask("a listener for the link", () -> listener.accept(LinkEvent.UP)).run();
  }

  @Override
  public int maxPayload() {
    return MAX_PAYLOAD;
  }

  @Override
  public void close() {
    subscriptionSets.forEach(LoopbackSubscriptionSet::close);
  }
}
