package io.steward.runtime.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.steward.api.Subject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/// The contract of every bus, as the engine relies on it. Each test gets a bus with nothing stored.
abstract class BusContract {

  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  static final Subject COMMAND = Subject.parse("ship2.command.echo.test");
  static final Subject OTHER = Subject.parse("ship2.command.echo.other");
  static final Subject EVENT = Subject.parse("ship2.event.log.test");

  /// The bus under test.
  abstract Bus bus();

  OutboundMessage message(Subject to, String id) throws InterruptedException {
    return new OutboundMessage(
        bus().addresses().storedSubject(to),
        Headers.NONE
            .with(Header.ID, id)
            .with(Header.DEDUPLICATION, id)
            .with(Header.FROM, "central"),
        id.getBytes(StandardCharsets.UTF_8));
  }

  Bus.PublishAck store(Subject to, String id) throws InterruptedException {
    return bus().store(message(to, id)).join();
  }

  String stream(Subject subject) throws InterruptedException {
    return bus().addresses().stream(subject);
  }

  static List<String> texts(Bus.StreamReader reader) throws IOException, InterruptedException {
    try (reader) {
      List<String> texts = new ArrayList<>();
      for (var next = reader.next(); next.isPresent(); next = reader.next()) {
        texts.add(next.get().text());
      }
      return texts;
    }
  }

  private List<String> read(Subject subject, Bus.StartPosition start)
      throws IOException, InterruptedException {
    return texts(bus().read(stream(subject), bus().addresses().storedSubject(subject), start));
  }

  @Test
  void storeReturnsStreamAndSequence() throws Exception {
    assertThat(store(COMMAND, "a")).isEqualTo(new Bus.PublishAck(stream(COMMAND), 1, false));
    assertThat(store(OTHER, "b")).isEqualTo(new Bus.PublishAck(stream(COMMAND), 2, false));
    assertThat(store(EVENT, "a")).isEqualTo(new Bus.PublishAck(stream(EVENT), 1, false));
  }

  @Test
  void storesADuplicateIdOnce() throws Exception {
    store(COMMAND, "a");
    store(COMMAND, "b");
    assertThat(store(COMMAND, "a")).isEqualTo(new Bus.PublishAck(stream(COMMAND), 1, true));
    assertThat(read(COMMAND, new Bus.StartPosition.AtSequence(1))).containsExactly("a", "b");
  }

  @Test
  void republishesStoredMessagesWithTheirSequenceAndThePreviousOne() throws Exception {
    List<InboundMessage> heard = new CopyOnWriteArrayList<>();
    try (Bus.Subscription _ = bus().subscribe("ship2.command.>", heard::add)) {
      store(COMMAND, "a");
      store(OTHER, "b");
      store(COMMAND, "c");
      store(COMMAND, "c");
      await().atMost(TIMEOUT).until(() -> heard.size() == 3);
    }
    assertThat(heard)
        .extracting(InboundMessage::subject)
        .containsExactly(COMMAND.toString(), OTHER.toString(), COMMAND.toString());
    assertThat(heard).extracting(InboundMessage::sequence).containsExactly(1L, 2L, 3L);
    assertThat(heard).extracting(InboundMessage::text).containsExactly("a", "b", "c");
    assertThat(heard)
        .extracting(message -> message.headers().find(Header.LAST_SEQUENCE))
        .containsExactly(Optional.of("0"), Optional.of("0"), Optional.of("1"));
    assertThat(heard)
        .allSatisfy(message -> {
          assertThat(message.isStored()).isTrue();
          assertThat(message.headers().find(Header.STORED_IN)).contains(stream(COMMAND));
          assertThat(message.headers().find(Header.FROM)).contains("central");
        });
  }

  @Test
  void aSubscriptionSetAddsAndRemovesSubjects() throws Exception {
    List<String> heard = new CopyOnWriteArrayList<>();
    try (Bus.SubscriptionSet subscriptions =
        bus().subscriptions(message -> heard.add(message.text()))) {
      store(COMMAND, "before");
      subscriptions.add("ship2.command.>");
      subscriptions.add("ship3.command.>");
      store(COMMAND, "a");
      store(Subject.parse("ship3.command.echo.test"), "b");
      await().atMost(TIMEOUT).until(() -> heard.size() == 2);
      subscriptions.remove("ship2.command.>");
      store(COMMAND, "ignored");
      store(Subject.parse("ship3.command.echo.test"), "c");
      await().atMost(TIMEOUT).until(() -> heard.size() == 3);
    }
    assertThat(heard).containsExactly("a", "b", "c");
  }

  @Test
  void answersReachTheSendersSubscription() throws Exception {
    List<InboundMessage> heard = new CopyOnWriteArrayList<>();
    Addresses addresses = bus().addresses();
    try (Bus.Subscription _ =
        bus().subscribe(addresses.liveReplySubject(COMMAND, "id1"), heard::add)) {
      OutboundMessage answer =
          new OutboundMessage(
              addresses.replySubject(COMMAND, "id1"),
              Headers.NONE.with(Header.DEDUPLICATION, "x"),
              new byte[0]);
      assertThat(bus().store(answer).join().stream()).isEqualTo(addresses.repliesStream());
      await().atMost(TIMEOUT).until(() -> heard.size() == 1);
    }
    assertThat(heard.getFirst().subject()).isEqualTo("ship2.reply.echo.test.id1");
  }

  @Test
  void publishedMessagesAreDeliveredAndNotStored() throws Exception {
    List<InboundMessage> heard = new CopyOnWriteArrayList<>();
    try (Bus.Subscription _ = bus().subscribe("ship2.command.*.*", heard::add)) {
      bus().publish(new OutboundMessage(COMMAND.toString(), Headers.NONE, new byte[] {'x'}));
      await().atMost(TIMEOUT).until(() -> heard.size() == 1);
    }
    assertThat(heard.getFirst().isStored()).isFalse();
    assertThat(heard.getFirst().text()).isEqualTo("x");
    assertThat(bus().lastMessage(stream(COMMAND), bus().addresses().storedSubject(COMMAND)))
        .isEmpty();
  }

  @Test
  void aClosedSubscriptionReceivesNothing() throws Exception {
    List<InboundMessage> closed = new CopyOnWriteArrayList<>();
    List<InboundMessage> open = new CopyOnWriteArrayList<>();
    bus().subscribe("ship2.command.>", closed::add).close();
    try (Bus.Subscription _ = bus().subscribe("ship2.command.>", open::add)) {
      store(COMMAND, "a");
      await().atMost(TIMEOUT).until(() -> open.size() == 1);
    }
    assertThat(closed).isEmpty();
  }

  @Test
  void lastReturnsTheLastMessageOfTheSubject() throws Exception {
    String stream = stream(COMMAND);
    String stored = bus().addresses().storedSubject(COMMAND);
    assertThat(bus().lastMessage(stream, stored)).isEmpty();
    store(COMMAND, "a");
    store(COMMAND, "b");
    store(OTHER, "c");
    InboundMessage last = bus().lastMessage(stream, stored).orElseThrow();
    assertThat(last.text()).isEqualTo("b");
    assertThat(last.subject()).isEqualTo(stored);
    assertThat(last.sequence()).isEqualTo(2);
    assertThat(last.headers().find(Header.ID)).contains("b");
    assertThat(last.stored()).isPresent();
    assertThat(
            bus()
                .lastMessage(stream, bus().addresses().commandsFor(COMMAND.node()))
                .map(InboundMessage::text))
        .contains("c");
  }

  @Test
  void readsALiteralSubjectFromASequenceToTheCurrentEnd() throws Exception {
    List<CompletableFuture<Bus.PublishAck>> acks = new ArrayList<>();
    for (int i = 1; i <= 1200; i++) {
      acks.add(bus().store(message(i % 2 == 0 ? OTHER : COMMAND, "m" + i)));
    }
    acks.forEach(CompletableFuture::join);
    store(COMMAND, "end");
    List<String> all = read(COMMAND, new Bus.StartPosition.AtSequence(1));
    assertThat(all).hasSize(601).startsWith("m1", "m3").endsWith("m1199", "end");
    assertThat(read(COMMAND, new Bus.StartPosition.AtSequence(1198)))
        .containsExactly("m1199", "end");
    assertThat(read(COMMAND, new Bus.StartPosition.AtSequence(1202))).isEmpty();
    assertThat(read(Subject.parse("ship3.command.echo.test"), new Bus.StartPosition.AtSequence(1)))
        .isEmpty();
  }

  @Test
  void readsWildcardsFromATimeAndTheLastPerSubject() throws Exception {
    store(COMMAND, "a");
    store(OTHER, "b");
    store(COMMAND, "c");
    String stream = stream(COMMAND);
    String both = bus().addresses().commandsFor(COMMAND.node());
    assertThat(texts(bus().read(stream, both, new Bus.StartPosition.AtSequence(0))))
        .containsExactly("a", "b", "c");
    assertThat(texts(bus().read(stream, both, new Bus.StartPosition.LastPerSubject(false))))
        .containsExactly("b", "c");
    assertThat(
            texts(
                bus()
                    .read(
                        stream,
                        both,
                        new Bus.StartPosition.SinceTime(Instant.EPOCH.plusSeconds(1)))))
        .containsExactly("a", "b", "c");
    Instant tomorrow = Instant.now().plus(Duration.ofDays(1));
    assertThat(texts(bus().read(stream, both, new Bus.StartPosition.SinceTime(tomorrow))))
        .isEmpty();
  }

  @Test
  void anAcknowledgedEventIsNotRedeliveredEvenToTheNextConsumer() throws Exception {
    store(EVENT, "a");
    store(EVENT, "b");
    try (Bus.DurableConsumer consumer = bus().consume(EVENT)) {
      Bus.AckableMessage first = consumer.next().orElseThrow();
      assertThat(first.message().text()).isEqualTo("a");
      assertThat(first.message().sequence()).isEqualTo(1);
      first.inProgress();
      first.acknowledge();
    }
    try (Bus.DurableConsumer consumer = bus().consume(EVENT)) {
      Bus.AckableMessage second = consumer.next().orElseThrow();
      assertThat(second.message().text()).isEqualTo("b");
      second.acknowledge();
      assertThat(consumer.next()).isEmpty();
    }
  }

  @Test
  void rejectsAnOversizedMessageWithItsSizeAndTheLimit() throws Exception {
    OutboundMessage large =
        new OutboundMessage(
            bus().addresses().storedSubject(COMMAND), Headers.NONE, new byte[2 << 20]);
    assertThatThrownBy(() -> bus().store(large).join())
        .hasCauseInstanceOf(IOException.class)
        .hasMessageContaining("bytes long; the broker accepts at most " + bus().maxPayload());
    bus().publish(new OutboundMessage(COMMAND.toString(), Headers.NONE, new byte[2 << 20]));
    assertThat(store(COMMAND, "small").sequence()).isEqualTo(1);
  }

  private CompletableFuture<Bus.PublishAck> replace(String key, long revision)
      throws InterruptedException {
    Headers replaces = Headers.NONE.with(Header.REPLACES, Long.toString(revision));
    return bus()
        .store(new OutboundMessage(bus().addresses().jobsSubject(key), replaces, new byte[] {1}));
  }

  @Test
  void replacesABucketEntryOnlyAtTheExpectedRevision() throws Exception {
    long first = replace("status.a", 0).join().sequence();
    long other = replace("status.b", 0).join().sequence();
    long second = replace("status.a", first).join().sequence();
    assertThat(List.of(first, other, second)).isSorted().doesNotHaveDuplicates();
    for (long outdated : new long[] {0, first, other}) {
      assertThat(replace("status.a", outdated))
          .failsWithin(Duration.ofSeconds(30))
          .withThrowableOfType(ExecutionException.class)
          .withCauseInstanceOf(RevisionConflictException.class);
    }
    InboundMessage last =
        bus()
            .lastMessage(bus().addresses().jobsStream(), bus().addresses().jobsSubject("status.a"))
            .orElseThrow();
    assertThat(last.sequence()).isEqualTo(second);
  }

  @Test
  void closingASubscriptionDoesNotDisturbConcurrentStores() throws Exception {
    List<CompletableFuture<Bus.PublishAck>> acks = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Bus.Subscription subscription = bus().subscribe("ship2.command.>", message -> {});
      Thread closes = Thread.ofVirtual().start(subscription::close);
      acks.add(bus().store(message(COMMAND, "m" + i)));
      closes.join();
    }
    acks.forEach(ack -> assertThat(ack.join().duplicate()).isFalse());
  }

  @Test
  void aLinkListenerIsNotifiedOfTheCurrentState() {
    List<Bus.LinkEvent> events = new CopyOnWriteArrayList<>();
    bus().onLinkEvent(events::add);
    await().atMost(TIMEOUT).until(() -> events.contains(Bus.LinkEvent.UP));
    assertThat(bus().isUp()).isTrue();
  }

  @Test
  void aHandlerThatFailsReceivesTheNextMessage() throws Exception {
    List<String> heard = new CopyOnWriteArrayList<>();
    try (Bus.Subscription _ =
        bus()
            .subscribe(
                "ship2.command.>",
                message -> {
                  heard.add(message.text());
                  if (heard.size() == 1) {
                    throw new IllegalStateException("a bug");
                  } else if (heard.size() == 2) {
                    throw new StackOverflowError();
                  }
                })) {
      store(COMMAND, "a");
      store(COMMAND, "b");
      store(COMMAND, "c");
      await().atMost(TIMEOUT).until(() -> heard.size() == 3);
      assertThat(heard).containsExactly("a", "b", "c");
    }
  }

  @Test
  void aListenerForTheLinkThatFailsKeepsNoneOfTheOthersFromHearing() {
    List<Bus.LinkEvent> heard = new CopyOnWriteArrayList<>();
    bus()
        .onLinkEvent(link -> {
          heard.add(link);
          throw new IllegalStateException("a bug");
        });
    bus().onLinkEvent(heard::add);
    await().atMost(TIMEOUT).until(() -> heard.size() == 2);
  }
}
