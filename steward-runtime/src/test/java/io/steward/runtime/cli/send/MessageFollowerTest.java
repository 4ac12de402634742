package io.steward.runtime.cli.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.Subject;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.LoopbackBus;
import io.steward.runtime.bus.OutboundMessage;
import io.steward.runtime.cli.terminal.Console;
import io.steward.runtime.databind.Json;
import io.steward.runtime.fleet.ExchangeFollower;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MessageFollowerTest {

  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
  private static final Subject SUBJECT = Subject.parse("ship1.command.ask.test");
  private static final String ID = "id-1";
  private static final String OUTPUT = "a\tb\u001b[31m\nship2: forged\u2028\nlast\u0007";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
  private final Console console = new Console(stream, stream, Map.of(), false);
  private final LoopbackBus bus = new LoopbackBus(InstantSource.fixed(AT));

  @BeforeEach
  void answer() {
    store(Headers.NONE.with(Header.STREAM, "stdout"), OUTPUT.getBytes(StandardCharsets.UTF_8));
    store(Headers.NONE.with(Header.STATE, "failed"), Json.write(Map.of("at", AT.toString())));
  }

  private void store(Headers headers, byte[] body) {
    bus.store(new OutboundMessage(bus.addresses().replySubject(SUBJECT, ID), headers, body)).join();
  }

  @AfterEach
  void close() {
    bus.close();
  }

  @Test
  void theOutputOfOneOfManyUnitsIsEscapedLineByLine() throws Exception {
    try (ExchangeFollower follower = ExchangeFollower.follow(bus, SUBJECT, ID)) {
      MessageFollower.oneOfMany(follower, console, _ -> {}).follow(Duration.ofSeconds(10));
    }
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo("ship1: a\tb\\u001b[31m\nship1: ship2: forged\\u2028\nship1: last\\u0007\n");
  }

  @Test
  void theOutputOfASingleUnitIsPrintedAsItArrives() throws Exception {
    try (ExchangeFollower follower = ExchangeFollower.follow(bus, SUBJECT, ID)) {
      MessageFollower.single(follower, console).follow(Duration.ofSeconds(10));
    }
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(OUTPUT);
  }
}
