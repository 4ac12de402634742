package io.steward.runtime.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.Subject;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.bus.LoopbackBus;
import io.steward.runtime.bus.OutboundMessage;
import io.steward.runtime.ledger.CursorAdvance;
import io.steward.runtime.ledger.CursorPosition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Whatever the live path loses, repeats, delays or invents: each stored message is handled once,
/// in order.
class SubjectCursorTest {

  private static final Disposition RECORDED =
      new Disposition.Recorded(CompletableFuture.completedStage(null));
  private static final Subject SUBJECT = Subject.parse("ship1.command.echo.test");

  private final LoopbackBus bus = new LoopbackBus(InstantSource.system());
  private final String stream = bus.addresses().stream(SUBJECT);
  private final String stored = bus.addresses().storedSubject(SUBJECT);
  private final Recorder recorder = new Recorder();
  private final SubjectCursor cursor = cursor(recorder);

  private SubjectCursor cursor(Recorder handler) {
    return new SubjectCursor(
        stream, stored, handler, new CursorWakeups(() -> {}, () -> {}, () -> {}));
  }

  /// Handles messages as a ledger does: each id once. The ids of refused messages begin with `no`.
  private static final class Recorder implements MessageHandler {
    private final Set<String> handled = new LinkedHashSet<>();
    private final List<String> refused = new ArrayList<>();
    private int room = 1000;
    private int forged;
    private int startedOver;
    private CursorPosition recorded = CursorPosition.BEGINNING;

    private Disposition take(InboundMessage inbound) {
      String id = MessageHeaders.id(inbound);
      if (id.startsWith("no")) {
        if (!inbound.isRead()) {
          return new Disposition.Deferred();
        }
        refused.add(id);
        return RECORDED;
      }
      if (room == 0) {
        return new Disposition.Deferred();
      }
      room -= handled.add(id) ? 1 : 0;
      return RECORDED;
    }

    @Override
    public Disposition takeLive(InboundMessage inbound) {
      return take(inbound);
    }

    @Override
    public Disposition take(InboundMessage inbound, CursorAdvance step) {
      Disposition disposition = take(inbound);
      if (disposition instanceof Disposition.Recorded) {
        recorded = step.to();
      }
      return disposition;
    }

    @Override
    public CompletionStage<?> advance(CursorAdvance step) {
      recorded = step.to();
      return CompletableFuture.completedStage(null);
    }

    @Override
    public void startOver() {
      startedOver++;
    }

    @Override
    public void onForged() {
      forged++;
    }
  }

  private static final class MessageHeaders {
    static String id(InboundMessage inbound) {
      return inbound.headers().find(Header.ID).orElse("");
    }
  }

  @AfterEach
  void close() {
    bus.close();
  }

  private InboundMessage store(String id) {
    Headers headers = Headers.NONE.with(Header.ID, id);
    long before = bus.lastMessage(stream, stored).map(InboundMessage::sequence).orElse(0L);
    bus.store(new OutboundMessage(stored, headers, id.getBytes(StandardCharsets.UTF_8))).join();
    InboundMessage last = bus.lastMessage(stream, stored).orElseThrow();
    return live(id, last.sequence(), before);
  }

  private static InboundMessage live(String id, long sequence, long previous) {
    return new InboundMessage(
        SUBJECT.toString(),
        Headers.NONE
            .with(Header.ID, id)
            .with(Header.SEQUENCE, Long.toString(sequence))
            .with(Header.LAST_SEQUENCE, Long.toString(previous)),
        id.getBytes(StandardCharsets.UTF_8),
        sequence,
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void handlesEachStoredMessageOnceAndInOrderWhateverTheLivePathDoes() throws Exception {
    for (int seed = 0; seed < 50; seed++) {
      run(new Random(seed), "seed" + seed + "-");
    }
  }

  private void run(Random random, String prefix) throws IOException, InterruptedException {
    Recorder each = new Recorder();
    SubjectCursor tested = cursor(each);
    tested.startAt("one", CursorPosition.between(position()));
    each.room = 1 + random.nextInt(5);
    List<InboundMessage> live = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    for (int i = 10; i < 50; i++) {
      ids.add(prefix + i);
      live.add(store(prefix + i));
      switch (random.nextInt(6)) {
        case 0 -> {} // lost
        case 1 -> live.forEach(tested::receive); // everything again
        case 2 -> tested.catchUp(bus);
        case 3 -> each.room += random.nextInt(6);
        case 4 -> tested.receive(forged(random, prefix + random.nextInt(10, 50)));
        default -> tested.receive(live.getLast());
      }
    }
    each.room = 1000;
    tested.suspectGap();
    tested.catchUp(bus);
    assertThat(each.handled).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(tested.position().sequence()).isEqualTo(position());
    tested.catchUp(bus);
    assertThat(tested.isBehind()).isFalse();
  }

  private long position() {
    return bus.lastMessage(stream, stored).map(InboundMessage::sequence).orElse(0L);
  }

  /// A live copy of a message, stored or to come, with a made-up place in the stream.
  private InboundMessage forged(Random random, String id) {
    long sequence = random.nextBoolean() ? position() + random.nextInt(-3, 4) : Long.MAX_VALUE;
    return live(id, Math.max(1, sequence), random.nextLong(position() + 2));
  }

  @Test
  void aForgedSequenceDoesNotMakeItDeaf() throws Exception {
    cursor.catchUp(bus);
    cursor.receive(live("forged", 9_000_000_000_000_000_000L, 0));
    cursor.receive(store("real"));
    cursor.catchUp(bus);
    assertThat(recorder.handled).contains("real");
    assertThat(recorder.forged).isPositive();
    assertThat(cursor.position().sequence()).isEqualTo(1);
    assertThat(cursor.isBehind()).isFalse();
  }

  @Test
  void aForgedSequenceWithoutARealMessageIsCountedAndForgotten() throws Exception {
    cursor.catchUp(bus);
    cursor.receive(live("forged", 7, 0));
    cursor.check();
    cursor.catchUp(bus);
    assertThat(recorder.forged).isEqualTo(1);
    assertThat(cursor.position()).isEqualTo(CursorPosition.BEGINNING);
  }

  @Test
  void aForgedMessageInTheMiddleHidesNoRealOne() throws Exception {
    cursor.catchUp(bus);
    InboundMessage first = store("first");
    store("missed");
    InboundMessage third = store("third");
    cursor.receive(first);
    cursor.receive(live("forged", 2, 1));
    cursor.receive(third);
    cursor.suspectGap();
    cursor.catchUp(bus);
    assertThat(recorder.handled).contains("first", "missed", "third");
  }

  @Test
  void takingLiveMessagesMovesThePositionOnlyOnceTheStreamShowsThem() throws Exception {
    cursor.catchUp(bus);
    cursor.receive(store("a"));
    cursor.receive(store("b"));
    assertThat(recorder.handled).containsExactly("a", "b");
    assertThat(recorder.recorded).isEqualTo(CursorPosition.BEGINNING);
    cursor.check();
    cursor.catchUp(bus);
    assertThat(recorder.recorded.sequence()).isEqualTo(2);
    assertThat(recorder.recorded.stored()).isPresent();
  }

  @Test
  void aRefusedMessageIsJudgedOnceAndFromItsStream() throws Exception {
    cursor.catchUp(bus);
    cursor.receive(store("no-1"));
    assertThat(recorder.refused).isEmpty();
    cursor.catchUp(bus);
    assertThat(recorder.refused).containsExactly("no-1");
    cursor.suspectGap();
    cursor.catchUp(bus);
    SubjectCursor restarted = cursor(recorder);
    restarted.startAt("one", recorder.recorded);
    restarted.catchUp(bus);
    assertThat(recorder.refused).containsExactly("no-1");
  }

  @Test
  void readsEverythingAgainIfAnotherMessageIsAtItsPosition() throws Exception {
    store("a");
    InboundMessage other = store("b");
    cursor.startAt("one", new CursorPosition(2, Optional.of(Instant.EPOCH)));
    cursor.receive(other);
    cursor.catchUp(bus);
    assertThat(recorder.startedOver).isEqualTo(1);
    assertThat(recorder.handled).containsExactly("a", "b");
  }

  @Test
  void readsEverythingAgainIfTheStreamEndsBeforeItsPosition() throws Exception {
    store("a");
    cursor.startAt("one", CursorPosition.between(5));
    cursor.catchUp(bus);
    assertThat(recorder.startedOver).isEqualTo(1);
    assertThat(recorder.handled).containsExactly("a");
  }

  @Test
  void handlesUnstoredMessagesImmediately() {
    cursor.receive(
        new InboundMessage(
            SUBJECT.toString(),
            Headers.NONE.with(Header.ID, "a"),
            new byte[0],
            0,
            Optional.empty(),
            Optional.empty()));
    assertThat(recorder.handled).containsExactly("a");
  }
}
