package io.steward.runtime.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.Subject;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.bus.LoopbackBus;
import io.steward.runtime.bus.OutboundMessage;
import io.steward.runtime.intake.SubjectCursor.Disposition;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// Whatever the live path loses, repeats or delays: each stored message is handled once, in order.
class SubjectCursorTest {

  private static final Disposition RECORDED =
      new Disposition.Recorded(CompletableFuture.completedStage(null));
  private static final Subject SUBJECT = Subject.parse("ship1.command.echo.test");

  @Test
  void handlesEachStoredMessageOnceAndInOrderWhateverTheLivePathDoes() throws Exception {
    for (int seed = 0; seed < 50; seed++) {
      run(new Random(seed));
    }
  }

  private static void run(Random random) throws IOException, InterruptedException {
    try (LoopbackBus bus = new LoopbackBus(InstantSource.system())) {
      String stream = bus.addresses().stream(SUBJECT);
      String stored = bus.addresses().storedSubject(SUBJECT);
      List<Long> handled = new ArrayList<>();
      int[] room = {1 + random.nextInt(5)};
      SubjectCursor cursor =
          new SubjectCursor(
              stream,
              stored,
              (inbound, step) -> {
                if (room[0] == 0) {
                  return new Disposition.NoRoom();
                }
                room[0]--;
                handled.add(inbound.sequence());
                return RECORDED;
              },
              () -> {},
              () -> {});
      List<InboundMessage> live = new ArrayList<>();
      for (int i = 1; i <= 40; i++) {
        bus.store(new OutboundMessage(stored, Headers.NONE, new byte[0])).join();
        Headers headers =
            Headers.NONE
                .with(Header.SEQUENCE, Integer.toString(i))
                .with(Header.LAST_SEQUENCE, Integer.toString(i - 1));
        var last = bus.lastMessage(stream, stored).orElseThrow();
        live.add(
            new InboundMessage(
                SUBJECT.toString(),
                headers,
                last.body(),
                last.sequence(),
                last.stored(),
                last.replyTo()));
        switch (random.nextInt(5)) {
          case 0 -> {} // lost
          case 1 -> live.forEach(cursor::receive); // everything again
          case 2 -> cursor.catchUp(bus);
          case 3 -> room[0] += random.nextInt(6);
          default -> cursor.receive(live.getLast());
        }
      }
      room[0] = 1000;
      cursor.suspectGap();
      cursor.catchUp(bus);
      assertThat(handled).hasSize(40).isSorted().doesNotHaveDuplicates();
      assertThat(cursor.isBehind()).isFalse();
    }
  }

  @Test
  void handlesUnstoredMessagesImmediately() {
    List<String> handled = new ArrayList<>();
    SubjectCursor cursor =
        new SubjectCursor(
            "s",
            "f",
            (inbound, step) -> {
              handled.add(inbound.subject());
              return RECORDED;
            },
            () -> {},
            () -> {});
    cursor.receive(
        new InboundMessage(
            "ship1.command.echo.test",
            Headers.NONE,
            new byte[0],
            0,
            Optional.empty(),
            Optional.empty()));
    assertThat(handled).hasSize(1);
  }
}
