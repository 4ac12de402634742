package io.steward.benchmark.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.benchmark.measure.Effort;
import io.steward.benchmark.measure.Result;
import io.steward.benchmark.measure.Row;
import io.steward.runtime.databind.Json;
import io.steward.runtime.databind.PlainData;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {

  private static final Report REPORT =
      Report.of(
          Instant.parse("2026-11-01T00:00:00Z"),
          Effort.QUICK,
          new Machine("Some CPU", 2, 8_000_000_000L, "Linux 6", "ext4", 0.5),
          new Report.Versions("steward-1", "25", "2.9.10"),
          List.of("-Xmx1g"),
          List.of(
              new Result(
                  "commands",
                  "2,000 commands",
                  "plain",
                  List.of(
                      new Row(
                          "steward",
                          "commands/s",
                          List.of(1000.0, 1500.0, 1200.0),
                          List.of(4000.0, 5000.0, 6000.0)),
                      new Row("steward", "processor, %", List.of(0.25), List.of(0.0))))),
          List.of("cli: it was not there"));

  @Test
  void printsOneLinePerFigure() {
    assertThat(Table.of(REPORT).lines().map(line -> line.strip().replaceAll("\\s+", " ")))
        .containsSubsequence(
            "-Xmx1g",
            "median min – max floor min – max × floor",
            "commands: 2,000 commands; floor: plain",
            "steward: commands/s 1,200 1,000 – 1,500 5,000 4,000 – 6,000 0.25",
            "steward: processor, % 0.25 0.25 – 0.25 0.00 0.00 – 0.00 –",
            "failed: cli: it was not there");
  }

  @Test
  void includesEveryRoundInItsJson() {
    assertThat(Json.line(PlainData.of(REPORT.comparisons().getFirst().figures().getFirst())))
        .isEqualTo(
            """
            {"way":"steward","figure":"commands/s",\
            "measured":{"median":1200.0,"min":1000.0,"max":1500.0,"rounds":[1000.0,1500.0,1200.0]},\
            "floor":{"median":5000.0,"min":4000.0,"max":6000.0,"rounds":[4000.0,5000.0,6000.0]},\
            "ratio":0.25}\
            """);
  }
}
