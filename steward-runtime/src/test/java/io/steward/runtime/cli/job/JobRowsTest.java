package io.steward.runtime.cli.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.Domain;
import io.steward.api.MethodName;
import io.steward.api.NodeName;
import io.steward.runtime.cli.terminal.Console;
import io.steward.runtime.cli.terminal.PrintableText;
import io.steward.runtime.jobs.Job;
import io.steward.runtime.jobs.JobPhase;
import io.steward.runtime.jobs.JobSpec;
import io.steward.runtime.jobs.JobStatus;
import io.steward.runtime.jobs.Rollout;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JobRowsTest {

  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

  private static Job job(JobPhase phase, String why, String marks) {
    JobSpec spec =
        new JobSpec(
            "1rm7b3qk2x9f",
            new NodeName("operator-anna"),
            AT,
            new MethodName("shellcommand"),
            new Domain("operatingsystem"),
            Map.of("command", List.of("systemctl", "restart", "nginx")),
            Optional.empty(),
            AT.plusSeconds(3600),
            List.of("ship*"),
            List.of("ship1", "ship2", "ship3", "ship4"),
            Rollout.AT_ONCE,
            Optional.empty());
    JobStatus status =
        new JobStatus(
            spec.id(),
            phase,
            why,
            AT,
            "central",
            0,
            true,
            marks,
            Map.of(),
            Map.of(),
            List.of(),
            0,
            0,
            spec.deadline(),
            Optional.of(AT.plusSeconds(10)),
            Optional.empty(),
            Optional.empty());
    return new Job(spec, Optional.of(status));
  }

  private static Console console(Map<String, String> environment) {
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    return new Console(nowhere, nowhere, environment, false);
  }

  @Test
  void alignsJobsInColumns() {
    List<Job> jobs =
        List.of(
            job(JobPhase.RUNNING, "", "+rs."),
            job(JobPhase.STOPPED, "2 of 3 failed; at most 1", "+fu."));
    assertThat(JobRows.of(jobs, AT.plusSeconds(90), console(Map.of())).lines())
        .extracting(PrintableText::painted)
        .containsExactly(
            "JOB           STATE    BY             CREATED  DONE  FAILED"
                + "  COMMAND                                               REASON",
            "1rm7b3qk2x9f  running  operator-anna  90s      1/4   0     "
                + "  shellcommand.operatingsystem systemctl restart nginx",
            "1rm7b3qk2x9f  stopped  operator-anna  90s      3/4   2     "
                + "  shellcommand.operatingsystem systemctl restart nginx  2 of 3 failed; at most"
                + " 1");
  }

  @Test
  void fitsIntoEightyColumnsAndKeepsTheId() {
    List<String> lines =
        JobRows.of(
                List.of(job(JobPhase.STOPPED, "2 of 3 failed; at most 1", "+fu.")),
                AT.plusSeconds(90),
                console(Map.of()))
            .lines(80)
            .stream()
            .map(PrintableText::painted)
            .toList();
    assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    assertThat(lines.getLast()).startsWith("1rm7b3qk2x9f  stopped");
  }

  @Test
  void estimatesTheTimeLeftOfARunningJobAndShowsThePhaseOfOthers() {
    assertThat(JobRows.progress(job(JobPhase.RUNNING, "", "+fs."), AT.plusSeconds(30)))
        .isEqualTo(
            "[##########..........] 2 of 4, 20.0s left: 1 succeeded, 1 failed, 1 stored, 1"
                + " pending");
    assertThat(JobRows.progress(job(JobPhase.PAUSED, "", "+r.."), AT.plusSeconds(30)))
        .isEqualTo("paused [#####...............] 1 of 4: 1 succeeded, 1 running, 2 pending");
  }

  @Test
  void coloursStatesOnATerminalUnlessNoColorIsSet() {
    List<Job> jobs = List.of(job(JobPhase.STOPPED, "", "...."));
    Map<String, String> terminal = Map.of("STEWARD_TERMINAL", "out");
    assertThat(JobRows.of(jobs, AT, console(terminal)).lines().getLast().painted())
        .contains("\u001b[33mstopped\u001b[0m");
    Map<String, String> plain = Map.of("STEWARD_TERMINAL", "out", "NO_COLOR", "1");
    assertThat(JobRows.of(jobs, AT, console(plain)).lines().getLast().painted())
        .doesNotContain("\u001b");
  }
}
