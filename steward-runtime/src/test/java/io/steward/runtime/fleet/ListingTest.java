package io.steward.runtime.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.State;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.bus.LoopbackBus;
import io.steward.runtime.bus.OutboundMessage;
import io.steward.runtime.databind.Json;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// One entry that cannot be read ends no listing: it is skipped and counted.
class ListingTest {

  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
  private static final InstantSource CLOCK = InstantSource.fixed(AT);
  private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.UTF_8);
  private static final Headers FAILED = Headers.NONE.with(Header.STATE, "failed");

  private final LoopbackBus bus = new LoopbackBus(CLOCK);
  private final MessageHistory history = new MessageHistory(bus, CLOCK);
  private final Units units = new Units(bus, CLOCK);

  @AfterEach
  void close() {
    bus.close();
  }

  private void store(String subject, Headers headers, byte[] body) {
    bus.store(new OutboundMessage(subject, headers, body)).join();
  }

  @BeforeEach
  void oneGoodMessage() {
    store("steward.command.00.ship1.ask.test", Headers.NONE.with(Header.ID, "good"), NOTHING);
    store("steward.reply.ship1.ask.test.good", FAILED, Json.write(Map.of("reason", "disk full")));
  }

  private void unit(String key, Object document) {
    store("$KV.steward-units." + key, Headers.NONE, Json.write(document));
  }

  private void assertListsTheGoodMessage(int unreadable) throws Exception {
    Listing<MessageHistory.Row> rows = history.since(Instant.EPOCH, "*");
    assertThat(rows.entries()).extracting(MessageHistory.Row::id).containsExactly("good");
    assertThat(rows.entries().getFirst().reason()).isEqualTo("disk full");
    assertThat(rows.unreadable()).isEqualTo(unreadable);
    assertThat(history.of("good")).isPresent();
  }

  /// A broker that also has messages under subjects that the loopback bus refuses.
  private Bus withStrangers(List<InboundMessage> strangers) {
    return (Bus)
        Proxy.newProxyInstance(
            Bus.class.getClassLoader(),
            new Class<?>[] {Bus.class},
            (_, method, arguments) -> {
              Object result = method.invoke(bus, arguments);
              return result instanceof Bus.StreamReader stored
                      && arguments[0].equals(bus.addresses().commandsStream("00"))
                  ? before(stored, new ArrayDeque<>(strangers))
                  : result;
            });
  }

  private static Bus.StreamReader before(Bus.StreamReader stored, Deque<InboundMessage> first) {
    return new Bus.StreamReader() {
      @Override
      public Optional<InboundMessage> next() throws IOException, InterruptedException {
        return first.isEmpty() ? stored.next() : Optional.of(first.poll());
      }

      @Override
      public void close() {
        stored.close();
      }
    };
  }

  private static InboundMessage stranger(String subject) {
    return new InboundMessage(subject, Headers.NONE, NOTHING, 9, Optional.of(AT), Optional.empty());
  }

  @Test
  void aMessageUnderNoValidSubjectIsCounted() throws Exception {
    Bus strange =
        withStrangers(
            List.of(
                stranger("steward.command.00.ship1.a~b.c"),
                stranger("steward.command.00.ship1\u001b.a.c"),
                stranger("steward.command.00")));
    MessageHistory all = new MessageHistory(strange, CLOCK);
    Listing<MessageHistory.Row> rows = all.since(Instant.EPOCH, "*");
    assertThat(rows.entries()).extracting(MessageHistory.Row::id).containsExactly("good");
    assertThat(rows.unreadable()).isEqualTo(3);
    assertThat(all.of("good")).isPresent();
    Listing<StateChange> changes = StateChangeFeed.past(strange, CLOCK, Instant.EPOCH);
    assertThat(changes.entries()).hasSize(2);
    assertThat(changes.unreadable()).isEqualTo(3);
  }

  @Test
  void anAnswerWithAnUnknownStateIsCountedAndTheOneBeforeItShown() throws Exception {
    store(
        "steward.reply.ship1.ask.test.good",
        Headers.NONE.with(Header.STATE, "lost\u0007"),
        NOTHING);
    assertListsTheGoodMessage(1);
    assertThat(StateChangeFeed.past(bus, CLOCK, Instant.EPOCH).unreadable()).isEqualTo(1);
  }

  @Test
  void anAnswerToNoIdIsCounted() throws Exception {
    Headers local = FAILED.with(Header.SCHEDULE, "nightly");
    store("steward.reply.ship1.ask.test.x\u001b[2J", local, NOTHING);
    assertListsTheGoodMessage(1);
    assertThat(StateChangeFeed.past(bus, CLOCK, Instant.EPOCH).unreadable()).isEqualTo(1);
  }

  @Test
  void aLocalRunOfNoUnitIsCounted() throws Exception {
    store("steward.reply.sh~p.ask.test.run", FAILED.with(Header.SCHEDULE, "nightly"), NOTHING);
    assertListsTheGoodMessage(1);
  }

  @Test
  void anExpiryThatIsNoTimeIsIgnored() throws Exception {
    Headers expires = Headers.NONE.with(Header.ID, "odd").with(Header.EXPIRES, "+1000000000-12-31");
    store("steward.command.00.ship1.ask.test", expires, NOTHING);
    assertThat(history.since(Instant.EPOCH, "ship1").entries())
        .extracting(MessageHistory.Row::state)
        .containsExactlyInAnyOrder(State.Terminal.FAILED, State.InProgress.STORED);
  }

  @Test
  void aUnitIsCountedIfItsKeyIsNoNameOrItsStateNoDocument() throws Exception {
    unit("ship1", Map.of("heartbeat", "15s"));
    unit("yacht$(touch_x)", Map.of("heartbeat", "15s"));
    unit("ship2", List.of("no", "map"));
    store("$KV.steward-units.ship3", Headers.NONE, new byte[] {'{'});
    Listing<Unit> all = units.list();
    assertThat(all.entries()).extracting(Unit::name).containsExactly("ship1");
    assertThat(all.unreadable()).isEqualTo(3);
  }

  @Test
  void onlyNamesOfUnitsAreCompleted() throws Exception {
    unit("ship1", Map.of());
    unit("yacht$(touch_x)", Map.of());
    unit("sh\u001bip", Map.of());
    List<String> names = new ArrayList<>();
    units.names(names::add);
    assertThat(names).containsExactly("ship1");
  }

  @Test
  void aDeletedUnitIsNotCounted() throws Exception {
    unit("ship1", Map.of("heartbeat", "15s"));
    store(
        "$KV.steward-units.ship1", Headers.NONE.with(Header.BUCKET_OPERATION, "DEL"), new byte[0]);
    assertThat(units.list()).isEqualTo(new Listing<>(List.of(), 0));
  }

  @Test
  void anyTimeThatAUnitReportsIsJudged() throws Exception {
    for (String heartbeat : List.of("106751991167300d", "-5s", "PT-1S", "0s", "x")) {
      unit("ship1", Map.of("heartbeat", heartbeat, "started", "-1000000000-01-01T00:00:00Z"));
      assertThat(units.list().entries())
          .singleElement()
          .satisfies(unit -> {
            assertThat(unit.presence()).isEqualTo(Presence.ONLINE);
            assertThat(unit.since()).isEqualTo(Instant.MIN);
            assertThat(unit.why()).isEqualTo("sends a heartbeat every 15s");
          });
    }
  }
}
