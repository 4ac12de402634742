package io.steward.runtime.cli.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.steward.api.NodeName;
import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.LoopbackBus;
import io.steward.runtime.bus.OutboundMessage;
import io.steward.runtime.cli.option.SendOptions;
import io.steward.runtime.cli.terminal.Console;
import io.steward.runtime.databind.Json;
import io.steward.runtime.fleet.ExchangeFollower;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SilenceWatchTest {

  private final Instant longAgo = Instant.now().minusSeconds(600).truncatedTo(ChronoUnit.SECONDS);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final List<Instant> now = new ArrayList<>(List.of(longAgo));
  private final LoopbackBus bus = new LoopbackBus(now::getLast);
  private final List<ExchangeFollower> followers = new ArrayList<>();

  @AfterEach
  void close() {
    followers.forEach(ExchangeFollower::close);
    bus.close();
  }

  private Console console(boolean json) {
    return new Console(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        Map.of(),
        json);
  }

  private String told() {
    return err.toString(StandardCharsets.UTF_8);
  }

  /// A unit was heard of at the time of the bus.
  private void report(String unit, Map<String, Object> state) {
    bus.store(
            new OutboundMessage(
                bus.addresses().unitSubject(new NodeName(unit)), Headers.NONE, Json.write(state)))
        .join();
  }

  private ExchangeFollower to(String unit) throws InterruptedException {
    Subject subject = Subject.parse(unit + ".command.echo.test");
    ExchangeFollower follower = ExchangeFollower.follow(bus, subject, "id-of-" + unit);
    followers.add(follower);
    return follower;
  }

  private SilenceWatch watch(boolean json, String... arguments) {
    SendOptions options = new SendOptions();
    CommandLine.populateCommand(options, arguments);
    return SilenceWatch.start(bus, console(json), options);
  }

  @Test
  void aUnitKnownToBeSilentIsNamedOnceWithSinceWhenAndWhatWillHappen() throws Exception {
    report("ship1", Map.of("heartbeat", "15s"));
    try (SilenceWatch watch = watch(false)) {
      watch.onState(to("ship1"), State.InProgress.STORED);
      await().atMost(PATIENCE).until(() -> !told().isEmpty());
      watch.onState(to("ship9"), State.InProgress.STORED);
      await().atMost(PATIENCE).until(() -> told().contains("ship9"));
    }
    assertThat(told().lines())
        .containsExactly(
            "steward: ship1 is silent since "
                + longAgo.plusSeconds(45)
                + ", last heard at "
                + longAgo
                + "; the command waits for it; Ctrl-C does not cancel it, steward cancel"
                + " id-of-ship1 does",
            "steward: ship9 is unseen, never heard from; the command waits for it; Ctrl-C does not"
                + " cancel it, steward cancel id-of-ship9 does");
  }

  @Test
  void aUnitThatFallsSilentWhileItRunsTheCommandIsNamed() throws Exception {
    now.add(Instant.now());
    report("ship1", Map.of("heartbeat", "300ms"));
    try (SilenceWatch watch = watch(false)) {
      watch.onState(to("ship1"), State.InProgress.RUNNING);
      await().atMost(PATIENCE).until(() -> !told().isEmpty());
    }
    assertThat(told())
        .contains("ship1 is silent since")
        .contains("the command was running, its outcome comes once the unit is back");
  }

  @Test
  void manyUnitsThatAreNotOnlineAreNamedInOneNote() throws Exception {
    report("ship1", Map.of("heartbeat", "15s"));
    report("ship2", Map.of("stopped", longAgo.toString()));
    now.add(Instant.now());
    report("ship3", Map.of("heartbeat", "1h"));
    try (SilenceWatch watch = watch(false, "--expires", "1h", "--or-cancel")) {
      for (String unit : List.of("ship1", "ship2", "ship3", "ship4")) {
        watch.onState(to(unit), State.InProgress.STORED);
      }
      await().atMost(PATIENCE).until(() -> !told().isEmpty());
    }
    assertThat(told())
        .startsWith(
            "steward: 3 units are not online: ship1 silent since "
                + longAgo.plusSeconds(45)
                + ", ship2 stopped since "
                + longAgo
                + ", ship4 unseen; their commands wait for them until they expire at ")
        .endsWith("; --or-cancel cancels them when --wait is over\n")
        .hasLineCount(1);
  }

  @Test
  void whoWantsJsonGetsAnObjectForEachUnitAndNoNote() throws Exception {
    report("ship1", Map.of("heartbeat", "15s"));
    try (SilenceWatch watch = watch(true)) {
      watch.onState(to("ship1"), State.InProgress.STORED);
      await().atMost(PATIENCE).until(() -> out.size() > 0);
    }
    assertThat(Json.read(out.toByteArray()))
        .isEqualTo(
            Map.of(
                "kind", "away",
                "id", "id-of-ship1",
                "node", "ship1",
                "presence", "silent",
                "since", longAgo.plusSeconds(45).toString(),
                "why", "last heard at " + longAgo));
    assertThat(told()).isEmpty();
  }

  @Test
  void nothingIsSaidOfAUnitThatHasAnsweredMeanwhile() throws Exception {
    try (SilenceWatch watch = watch(false)) {
      watch.onState(to("ship1"), State.InProgress.STORED);
      watch.onState(followers.getFirst(), State.Terminal.SUCCEEDED);
      watch.onState(to("ship2"), State.InProgress.STORED);
      await().atMost(PATIENCE).until(() -> told().contains("ship2"));
    }
    assertThat(told()).doesNotContain("ship1");
  }
}
