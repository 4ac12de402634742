package io.steward.runtime.cli.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.cli.terminal.Console;
import io.steward.runtime.cli.terminal.PrintableText;
import io.steward.runtime.fleet.Presence;
import io.steward.runtime.fleet.Unit;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FanOutSummaryTest {

  private static final PrintStream NOWHERE =
      new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
  private static final Console PLAIN = new Console(NOWHERE, NOWHERE, Map.of(), false);
  private static final Unit SHIP2 =
      new Unit("ship2", Presence.SILENT, Instant.parse("2026-01-01T00:00:00Z"), Map.of());

  private static MessageFollower.Result result(String node, State state, String reason, int exit) {
    return new MessageFollower.Result(
        Subject.parse(node + ".command.echo.test"),
        "id-" + node,
        state,
        reason,
        state instanceof State.Terminal ? Optional.of(exit) : Optional.empty(),
        Map.of(),
        Duration.ofMillis(12));
  }

  private static List<String> lines(
      List<MessageFollower.Result> results, Map<String, String> unsent, int columns) {
    return FanOutSummary.lines(results, unsent, Map.of("ship2", SHIP2), PLAIN, columns).stream()
        .map(PrintableText::painted)
        .toList();
  }

  @Test
  void listsEachOfAFewUnits() {
    List<MessageFollower.Result> results =
        List.of(
            result("ship1", State.Terminal.SUCCEEDED, "", 0),
            result("ship2", State.InProgress.STORED, "", 0),
            result("ship9", State.InProgress.STORED, "", 0));
    assertThat(lines(results, Map.of("ship4", "no broker"), Integer.MAX_VALUE))
        .containsExactly(
            "UNIT   STATE       EXIT  TOOK  REASON",
            "ship1  succeeded   0     12ms",
            "ship2  stored            12ms  will be delivered once the unit is online; it is"
                + " silent, last heard at 2026-01-01T00:00:00Z",
            "ship9  stored            12ms  will be delivered once the unit is online; it is"
                + " unseen, never heard from",
            "ship4  not stored              no broker",
            "missing: ship2 ship9");
  }

  @Test
  void listsOnlyUnsuccessfulUnitsOfManyAndCountsByState() {
    List<MessageFollower.Result> results =
        new ArrayList<>(
            IntStream.range(0, 998)
                .mapToObj(i -> result("unit" + i, State.Terminal.SUCCEEDED, "", 0))
                .toList());
    results.add(result("ship1", State.Terminal.FAILED, "exit status 3", 3));
    results.add(result("ship2", State.InProgress.ACCEPTED, "", 0));
    assertThat(lines(results, Map.of(), 60))
        .containsExactly(
            "UNIT   STATE     EXIT  TOOK  REASON",
            "ship1  failed    3     12ms  exit status 3",
            "ship2  accepted        12ms  silent, last heard at 2026-01-…",
            "1000 units: 1 accepted, 1 failed, 998 succeeded",
            "missing: ship2");
  }

  @Test
  void isOneLineIfAllOfManySucceeded() {
    List<MessageFollower.Result> results =
        IntStream.range(0, 10_000)
            .mapToObj(i -> result("unit" + i, State.Terminal.SUCCEEDED, "", 0))
            .toList();
    assertThat(lines(results, Map.of(), 80)).containsExactly("10000 units: 10000 succeeded");
  }
}
