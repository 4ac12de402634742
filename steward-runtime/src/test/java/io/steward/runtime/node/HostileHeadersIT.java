package io.steward.runtime.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.NatsBus;
import io.steward.runtime.bus.StreamLayout;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Headers and subjects that the client library cannot parse end no connection, neither when they
/// arrive nor when they are read from a stream, and keep nothing behind them from running.
@SuppressWarnings("NullAway.Init") // set before each test
class HostileHeadersIT extends RawClientFixture {

  private static final Duration SOON = Duration.ofSeconds(20); // shorter than the pings take

  private final List<String> seen = new CopyOnWriteArrayList<>();
  private NatsBus station;
  private RawClient raw;

  @BeforeEach
  void connectStation() throws Exception {
    station = NatsBus.open(List.of(broker.url()), "central", StreamLayout.SMALL);
    station.addresses();
    raw = new RawClient(broker.url());
  }

  @AfterEach
  void disconnectStation() throws Exception {
    raw.close();
    station.close();
  }

  /// Sends an honest command, which runs once, and is seen by the station.
  private void runs(String text) throws IOException {
    raw.publish(STORED, arguments(text));
    raw.flush();
    await().atMost(SOON).until(() -> done.contains(text));
    await().atMost(SOON).until(() -> isSeen(text));
    assertThat(Collections.frequency(done, text)).isEqualTo(1);
  }

  private boolean isSeen(String text) {
    return seen.contains(new String(arguments(text), UTF_8));
  }

  /// Sends the same block, and whatever the broker makes of it, everywhere.
  private void attack(byte[] headers) throws IOException {
    for (String subject :
        List.of(
            LIVE,
            STORED,
            "steward.command.00.ship.act.nobody",
            "steward.event.ship.act.one",
            "steward.reply.00.ship.act.one.some-id",
            "ship.reply.act.one.some-id",
            "$KV.steward-units.ship",
            "$KV.steward-jobs.some-job",
            "_INBOX.ship.guessed",
            "_INBOX.central.guessed")) {
      raw.publish(subject, headers, arguments("hostile"));
    }
    raw.flush();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NATS/1.0\r\nX-Name: \u00e4\r\n\r\n",
        "NATS/1.0\r\nX-\u00e4: name\r\n\r\n",
        "NATS/1.0\r\nno colon\r\n\r\n",
        "NATS/1.0\r\n: no name\r\n\r\n",
        "NATS/1.0\r\nX: \u0001\r\n\r\n",
        "NATS/1.0\r\nX: a\r\n\r\nX: b\r\n\r\n",
        "NATS/1.0\r\nX: without an end",
        "HTTP/1.1 200 OK\r\nX: a\r\n\r\n",
        "short"
      })
  void aHeaderBlockEndsNoConnection(String block) throws Exception {
    attack(block.getBytes(ISO_8859_1)); // read when the node starts
    unharmed(() -> attack(block.getBytes(ISO_8859_1)));
    assertThat(done).doesNotContain("hostile");
  }

  /// A newer broker removes the status from what it stores, which makes it an ordinary message.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "NATS/1.0 503\r\n\r\n",
        "NATS/1.0 409 Consumer Deleted\r\nX: a\r\n\r\n",
        "NATS/1.0 -7 No\r\nX: a\r\n\r\n"
      })
  void aStatusEndsNoConnection(String block) throws Exception {
    attack(block.getBytes(ISO_8859_1));
    unharmed(() -> attack(block.getBytes(ISO_8859_1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u00e4", "\u0001", "\u202e", "'", "\ud83d\udea2"})
  void aSubjectEndsNoConnection(String token) throws Exception {
    attack(token);
    unharmed(() -> attack(token));
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 3_900})
  void aLongSubjectEndsNoConnection(int length) throws Exception {
    attack("x".repeat(length));
    unharmed(() -> attack("x".repeat(length)));
  }

  private void attack(String token) throws IOException {
    for (String subject :
        List.of(
            "ship.command.%s.one",
            "steward.command.00.ship.%s.one",
            "steward.command.00.%s.act.one",
            "steward.event.ship.%s.one",
            "steward.reply.00.ship.act.one.%s",
            "$KV.steward-units.%s")) {
      raw.publish(subject.formatted(token), arguments("hostile"));
    }
    raw.flush();
  }

  private void unharmed(Scenario attack) throws Exception {
    try (Bus.Subscription _ =
        station.subscribe(">", message -> seen.add(new String(message.body(), UTF_8)))) {
      withNode(() -> {
        List<Bus.LinkEvent> events = new CopyOnWriteArrayList<>();
        await()
            .atMost(SOON)
            .until(() -> {
              raw.publish(STORED, arguments("serving"));
              raw.flush();
              return done.contains("serving") && isSeen("serving");
            });
        List.of(bus, station).forEach(each -> each.onLinkEvent(events::add));
        List<String> sessions = List.of(bus.session(), station.session());
        runs("before");
        attack.run();
        runs("between");
        attack.run();
        runs("after");
        assertThat(List.of(bus.session(), station.session())).isEqualTo(sessions);
        assertThat(events).doesNotContain(Bus.LinkEvent.DOWN);
      });
    }
  }
}
