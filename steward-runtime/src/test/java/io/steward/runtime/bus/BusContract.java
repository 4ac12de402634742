package io.steward.runtime.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.steward.api.Subject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/// What every bus does, as the engine relies on it. Each test has a bus with nothing stored.
abstract class BusContract {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  static final Subject COMMAND = Subject.parse("ship2.command.echo.test");
  static final Subject OTHER = Subject.parse("ship2.command.echo.other");
  static final Subject EVENT = Subject.parse("ship2.event.log.test");

  /// The bus under test.
  abstract Bus bus();

  Letter letter(Subject to, String id) throws InterruptedException {
    return new Letter(
        bus().addresses().stored(to),
        Headers.NONE.with(Header.ID, id).with(Header.FROM, "central"),
        id.getBytes(StandardCharsets.UTF_8));
  }

  Bus.Receipt store(Subject to, String id) throws InterruptedException {
    return bus().store(letter(to, id)).join();
  }

  String stream(Subject subject) throws InterruptedException {
    return bus().addresses().stream(subject);
  }

  static List<String> texts(Bus.Backlog backlog) throws IOException, InterruptedException {
    try (backlog) {
      List<String> texts = new ArrayList<>();
      for (var next = backlog.next(); next.isPresent(); next = backlog.next()) {
        texts.add(next.get().text());
      }
      return texts;
    }
  }

  private List<String> read(Subject subject, Bus.Start start)
      throws IOException, InterruptedException {
    return texts(bus().read(stream(subject), bus().addresses().stored(subject), start));
  }

  @Test
  void storingTellsStreamAndSequence() throws Exception {
    assertThat(store(COMMAND, "a")).isEqualTo(new Bus.Receipt(stream(COMMAND), 1, false));
    assertThat(store(OTHER, "b")).isEqualTo(new Bus.Receipt(stream(COMMAND), 2, false));
    assertThat(store(EVENT, "a")).isEqualTo(new Bus.Receipt(stream(EVENT), 1, false));
  }

  @Test
  void oneIdIsStoredOnce() throws Exception {
    store(COMMAND, "a");
    store(COMMAND, "b");
    assertThat(store(COMMAND, "a")).isEqualTo(new Bus.Receipt(stream(COMMAND), 1, true));
    assertThat(read(COMMAND, new Bus.Start.At(1))).containsExactly("a", "b");
  }

  @Test
  void whatIsStoredIsHeardOnItsFourTokensWithItsPlaceAndThePlaceBeforeIt() throws Exception {
    List<Delivery> heard = new CopyOnWriteArrayList<>();
    try (Bus.Listening _ = bus().listen("ship2.command.>", heard::add)) {
      store(COMMAND, "a");
      store(OTHER, "b");
      store(COMMAND, "c");
      store(COMMAND, "c");
      await().atMost(PATIENCE).until(() -> heard.size() == 3);
    }
    assertThat(heard)
        .extracting(Delivery::subject)
        .containsExactly(COMMAND.toString(), OTHER.toString(), COMMAND.toString());
    assertThat(heard).extracting(Delivery::sequence).containsExactly(1L, 2L, 3L);
    assertThat(heard).extracting(Delivery::text).containsExactly("a", "b", "c");
    assertThat(heard)
        .extracting(delivery -> delivery.headers().find(Header.LAST_SEQUENCE))
        .containsExactly(Optional.of("0"), Optional.of("0"), Optional.of("1"));
    assertThat(heard)
        .allSatisfy(delivery -> {
          assertThat(delivery.isStored()).isTrue();
          assertThat(delivery.headers().find(Header.STORED_IN)).contains(stream(COMMAND));
          assertThat(delivery.headers().find(Header.FROM)).contains("central");
        });
  }

  @Test
  void anEarHearsOnSubjectsThatComeAndGo() throws Exception {
    List<String> heard = new CopyOnWriteArrayList<>();
    try (Bus.Ear ear = bus().ear(delivery -> heard.add(delivery.text()))) {
      store(COMMAND, "before");
      ear.hear("ship2.command.>");
      ear.hear("ship3.command.>");
      store(COMMAND, "a");
      store(Subject.parse("ship3.command.echo.test"), "b");
      await().atMost(PATIENCE).until(() -> heard.size() == 2);
      ear.ignore("ship2.command.>");
      store(COMMAND, "ignored");
      store(Subject.parse("ship3.command.echo.test"), "c");
      await().atMost(PATIENCE).until(() -> heard.size() == 3);
    }
    assertThat(heard).containsExactly("a", "b", "c");
  }

  @Test
  void answersAreHeardWhereTheSenderListens() throws Exception {
    List<Delivery> heard = new CopyOnWriteArrayList<>();
    Addresses addresses = bus().addresses();
    try (Bus.Listening _ = bus().listen(addresses.liveReply(COMMAND, "id1"), heard::add)) {
      Letter answer =
          new Letter(
              addresses.reply(COMMAND, "id1"), Headers.NONE.with(Header.ID, "x"), new byte[0]);
      assertThat(bus().store(answer).join().stream()).isEqualTo(addresses.repliesStream());
      await().atMost(PATIENCE).until(() -> heard.size() == 1);
    }
    assertThat(heard.getFirst().subject()).isEqualTo("ship2.reply.echo.test.id1");
  }

  @Test
  void whatIsPublishedIsHeardAndNotStored() throws Exception {
    List<Delivery> heard = new CopyOnWriteArrayList<>();
    try (Bus.Listening _ = bus().listen("ship2.command.*.*", heard::add)) {
      bus().publish(new Letter(COMMAND.toString(), Headers.NONE, new byte[] {'x'}));
      await().atMost(PATIENCE).until(() -> heard.size() == 1);
    }
    assertThat(heard.getFirst().isStored()).isFalse();
    assertThat(heard.getFirst().text()).isEqualTo("x");
    assertThat(bus().last(stream(COMMAND), bus().addresses().stored(COMMAND))).isEmpty();
  }

  @Test
  void whoHasClosedHearsNoMore() throws Exception {
    List<Delivery> closed = new CopyOnWriteArrayList<>();
    List<Delivery> open = new CopyOnWriteArrayList<>();
    bus().listen("ship2.command.>", closed::add).close();
    try (Bus.Listening _ = bus().listen("ship2.command.>", open::add)) {
      store(COMMAND, "a");
      await().atMost(PATIENCE).until(() -> open.size() == 1);
    }
    assertThat(closed).isEmpty();
  }

  @Test
  void theLastOfASubjectIsTheLastOfThatSubject() throws Exception {
    String stream = stream(COMMAND);
    String stored = bus().addresses().stored(COMMAND);
    assertThat(bus().last(stream, stored)).isEmpty();
    store(COMMAND, "a");
    store(COMMAND, "b");
    store(OTHER, "c");
    Delivery last = bus().last(stream, stored).orElseThrow();
    assertThat(last.text()).isEqualTo("b");
    assertThat(last.subject()).isEqualTo(stored);
    assertThat(last.sequence()).isEqualTo(2);
    assertThat(last.headers().find(Header.ID)).contains("b");
    assertThat(last.stored()).isPresent();
    assertThat(
            bus().last(stream, bus().addresses().commandsFor(COMMAND.node())).map(Delivery::text))
        .contains("c");
  }

  @Test
  void readsALiteralSubjectFromAPlaceToThePresentEnd() throws Exception {
    List<CompletableFuture<Bus.Receipt>> receipts = new ArrayList<>();
    for (int i = 1; i <= 1200; i++) {
      receipts.add(bus().store(letter(i % 2 == 0 ? OTHER : COMMAND, "m" + i)));
    }
    receipts.forEach(CompletableFuture::join);
    store(COMMAND, "end");
    List<String> all = read(COMMAND, new Bus.Start.At(1));
    assertThat(all).hasSize(601).startsWith("m1", "m3").endsWith("m1199", "end");
    assertThat(read(COMMAND, new Bus.Start.At(1198))).containsExactly("m1199", "end");
    assertThat(read(COMMAND, new Bus.Start.At(1202))).isEmpty();
    assertThat(read(Subject.parse("ship3.command.echo.test"), new Bus.Start.At(1))).isEmpty();
  }

  @Test
  void readsWildcardsATimeAndTheLastOfEach() throws Exception {
    store(COMMAND, "a");
    store(OTHER, "b");
    store(COMMAND, "c");
    String stream = stream(COMMAND);
    String both = bus().addresses().commandsFor(COMMAND.node());
    assertThat(texts(bus().read(stream, both, new Bus.Start.At(0)))).containsExactly("a", "b", "c");
    assertThat(texts(bus().read(stream, both, new Bus.Start.LastOfEach(false))))
        .containsExactly("b", "c");
    assertThat(texts(bus().read(stream, both, new Bus.Start.Since(Instant.EPOCH.plusSeconds(1)))))
        .containsExactly("a", "b", "c");
    Instant tomorrow = Instant.now().plus(Duration.ofDays(1));
    assertThat(texts(bus().read(stream, both, new Bus.Start.Since(tomorrow)))).isEmpty();
  }

  @Test
  void anAcknowledgedEventDoesNotComeAgainEvenToTheNextWhoTakes() throws Exception {
    store(EVENT, "a");
    store(EVENT, "b");
    try (Bus.Intake intake = bus().intake(EVENT)) {
      Bus.Held first = intake.next().orElseThrow();
      assertThat(first.delivery().text()).isEqualTo("a");
      assertThat(first.delivery().sequence()).isEqualTo(1);
      first.inProgress();
      first.acknowledge();
    }
    try (Bus.Intake intake = bus().intake(EVENT)) {
      Bus.Held second = intake.next().orElseThrow();
      assertThat(second.delivery().text()).isEqualTo("b");
      second.acknowledge();
      assertThat(intake.next()).isEmpty();
    }
  }

  @Test
  void aLetterThatIsTooLargeIsRefusedWithItsSizeAndTheLimit() throws Exception {
    Letter large = new Letter(bus().addresses().stored(COMMAND), Headers.NONE, new byte[2 << 20]);
    assertThatThrownBy(() -> bus().store(large).join())
        .hasCauseInstanceOf(IOException.class)
        .hasMessageContaining("bytes long; the broker takes at most " + bus().largestLetter());
    bus().publish(new Letter(COMMAND.toString(), Headers.NONE, new byte[2 << 20]));
    assertThat(store(COMMAND, "small").sequence()).isEqualTo(1);
  }

  private void put(String name, byte[] body) throws IOException, InterruptedException {
    bus().put(name, new ByteArrayInputStream(body));
  }

  private Optional<byte[]> get(String name) throws IOException, InterruptedException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    return bus().get(name, out) ? Optional.of(out.toByteArray()) : Optional.empty();
  }

  @Test
  void aBodyOfAnySizeIsReadAsItWasPut() throws Exception {
    for (int size : new int[] {0, 1, 512 << 10, (512 << 10) + 1, 6 << 20}) {
      byte[] body = new byte[size];
      new Random(size).nextBytes(body);
      put("id.succeeded", body);
      assertThat(get("id.succeeded")).hasValueSatisfying(got -> assertThat(got).isEqualTo(body));
    }
  }

  private CompletableFuture<Bus.Receipt> replace(String key, long revision)
      throws InterruptedException {
    Headers replaces = Headers.NONE.with(Header.REPLACES, Long.toString(revision));
    return bus().store(new Letter(bus().addresses().jobs(key), replaces, new byte[] {1}));
  }

  @Test
  void whatIsInABucketIsReplacedOnlyByWhoKnowsIt() throws Exception {
    long first = replace("course.a", 0).join().sequence();
    long other = replace("course.b", 0).join().sequence();
    long second = replace("course.a", first).join().sequence();
    assertThat(List.of(first, other, second)).isSorted().doesNotHaveDuplicates();
    for (long outdated : new long[] {0, first, other}) {
      assertThat(replace("course.a", outdated))
          .failsWithin(Duration.ofSeconds(30))
          .withThrowableOfType(ExecutionException.class)
          .withCauseInstanceOf(OutdatedException.class);
    }
    Delivery last =
        bus()
            .last(bus().addresses().jobsStream(), bus().addresses().jobs("course.a"))
            .orElseThrow();
    assertThat(last.sequence()).isEqualTo(second);
  }

  @Test
  void aBodyReplacesTheOneOfItsNameAndNoOther() throws Exception {
    put("a", new byte[] {1});
    put("b", new byte[] {2});
    put("a", new byte[] {3});
    assertThat(get("a").orElseThrow()).containsExactly(3);
    assertThat(get("b").orElseThrow()).containsExactly(2);
  }

  @Test
  void aBodyThatWasTakenOutOrNeverPutIsNotThere() throws Exception {
    put("a", new byte[] {1});
    bus().delete("a");
    bus().delete("a");
    assertThat(get("a")).isEmpty();
    assertThat(get("b")).isEmpty();
    put("a", new byte[] {2});
    assertThat(get("a").orElseThrow()).containsExactly(2);
  }

  @Test
  void whoReadsABodyMayStopBeforeItsEnd() throws Exception {
    put("a", new byte[6 << 20]);
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("the disk is full");
          }
        };
    assertThatThrownBy(() -> bus().get("a", full)).hasMessage("the disk is full");
    assertThat(get("a").orElseThrow()).hasSize(6 << 20);
  }

  @Test
  void whoClosesWhileOthersStoreHarmsNobody() throws Exception {
    List<CompletableFuture<Bus.Receipt>> receipts = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Bus.Listening listening = bus().listen("ship2.command.>", delivery -> {});
      Thread closes = Thread.ofVirtual().start(listening::close);
      receipts.add(bus().store(letter(COMMAND, "m" + i)));
      closes.join();
    }
    receipts.forEach(receipt -> assertThat(receipt.join().duplicate()).isFalse());
  }

  @Test
  void theLinkIsToldFromItsPresentStateOn() {
    List<Bus.Link> told = new CopyOnWriteArrayList<>();
    bus().onLink(told::add);
    await().atMost(PATIENCE).until(() -> told.contains(Bus.Link.UP));
    assertThat(bus().isUp()).isTrue();
  }
}
