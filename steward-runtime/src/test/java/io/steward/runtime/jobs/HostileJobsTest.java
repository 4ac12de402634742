package io.steward.runtime.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.NodeName;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.bus.LoopbackBus;
import io.steward.runtime.bus.OutboundMessage;
import io.steward.runtime.databind.Json;
import io.steward.runtime.databind.PlainData;
import io.steward.runtime.fleet.FleetClock;
import io.steward.runtime.fleet.LiveUnits;
import io.steward.runtime.fleet.Retry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What somebody writes into the bucket of jobs makes a station do no more than an authorized spec
/// says.
class HostileJobsTest {

  private final Instant now = Instant.now();

  private final FleetClock clock = FleetClock.system();
  private final LoopbackBus bus = new LoopbackBus(clock);
  private final JobStore store = new JobStore(bus);

  @AfterEach
  void close() {
    bus.close();
  }

  private JobSpec spec(String by, Object arguments, String salt) {
    return spec(by, arguments, salt, "{concurrency: 1}");
  }

  private JobSpec spec(String by, Object arguments, String salt, String rollout) {
    JobSpec template = TestJobs.of(1, rollout);
    return new JobSpec(
        template.id(),
        new NodeName(by),
        now,
        template.method(),
        template.domain(),
        arguments,
        Optional.empty(),
        now.plus(Duration.ofHours(1)),
        template.targets(),
        template.units(),
        template.rollout(),
        Optional.of(salt));
  }

  private JobStatus status(JobSpec spec, String progress, List<String> joined) {
    return status(spec, progress, joined, Map.of());
  }

  private JobStatus status(
      JobSpec spec, String progress, List<String> joined, Map<String, Integer> attempts) {
    return new JobStatus(
        spec.id(),
        JobPhase.RUNNING,
        "",
        now,
        "central",
        0,
        true,
        progress,
        Map.of(),
        attempts,
        joined,
        0,
        0,
        spec.deadline(),
        Optional.of(now),
        Optional.empty(),
        Optional.of(spec.sha256()));
  }

  private void retry(JobSpec spec, String by) throws IOException, InterruptedException {
    store.control(spec.id(), new JobControl(JobControl.Action.RETRY_FAILED, new NodeName(by), now));
  }

  private void put(String key, Record document) throws InterruptedException {
    put(key, PlainData.of(document));
  }

  private void put(String key, Object plain) throws InterruptedException {
    byte[] json = Json.write(plain);
    bus.store(new OutboundMessage(bus.addresses().jobsSubject(key), Headers.NONE, json)).join();
  }

  /// Runs the job as a station that lets `operator` alone create jobs.
  private JobStatus run(JobSpec spec) throws IOException, InterruptedException {
    try (LiveUnits units = LiveUnits.follow(bus, clock)) {
      StationContext station =
          new StationContext(
              new NodeName("central"), bus, clock, units, by -> by.value().equals("operator"));
      JobRunner.of(station, spec, store.status(spec.id())).run();
    }
    return store.status(spec.id()).orElseThrow().value();
  }

  private Optional<InboundMessage> commandTo(String unit) {
    return bus.lastMessage("STEWARD_COMMANDS_00", "steward.command.00." + unit + ".*.*");
  }

  @Test
  void aForgedStatusStartsNothing() throws Exception {
    JobSpec spec = spec("nobody", Map.of("text", "harm"), "salt");
    put("spec." + spec.id(), spec);
    put("status." + spec.id(), status(spec, "s", List.of()));
    JobStatus ended = run(spec);
    assertThat(ended.phase()).isEqualTo(JobPhase.REJECTED);
    assertThat(ended.why()).contains("nobody is not allowed to create jobs");
    assertThat(commandTo("ship0")).isEmpty();
  }

  @Test
  void aSpecThatIsReplacedAfterItsJobHasStartedRunsNoMore() throws Exception {
    JobSpec original = spec("operator", Map.of("text", "good"), "salt");
    put("status." + original.id(), status(original, ".", List.of()));
    JobSpec replaced = spec("operator", Map.of("text", "harm"), "salt");
    JobStatus ended = run(replaced);
    assertThat(ended.phase()).isEqualTo(JobPhase.REJECTED);
    assertThat(ended.why()).contains("its spec was replaced");
    assertThat(commandTo("ship0")).isEmpty();
  }

  @Test
  void unitsThatAForgedStatusAddsAreNoneOfTheJob() {
    JobSpec spec = spec("operator", Map.of(), "salt");
    JobStatus forged = status(spec, ".ssss", List.of("victim", "another"));
    assertThat(new RunningJob(spec, Optional.of(forged), 1).size()).isEqualTo(1);
  }

  @Test
  void aStatusWithoutADigestHidesNoReplacedSpec() throws Exception {
    JobSpec replaced = spec("operator", Map.of("text", "harm"), "salt");
    if (PlainData.of(status(replaced, ".", List.of())) instanceof Map<?, ?> fields) {
      fields.remove("specSha256");
      put("status." + replaced.id(), fields);
    }
    JobStatus ended = run(replaced);
    assertThat(ended.phase()).isEqualTo(JobPhase.REJECTED);
    assertThat(ended.why()).contains("its spec was replaced");
    assertThat(commandTo("ship0")).isEmpty();
  }

  private RunningJob resumed(JobSpec spec, JobStatus status, int maxAttempt) {
    return new RunningJob(spec, Optional.of(status), maxAttempt);
  }

  @Test
  void aForgedNumberOfAttemptsGivesNoCommandAnotherId() {
    JobSpec spec = spec("operator", Map.of(), "salt");
    for (int forged : new int[] {2, 7, Integer.MAX_VALUE, 0, -1, Integer.MIN_VALUE}) {
      JobStatus status = status(spec, "b", List.of(), Map.of("ship0", forged));
      assertThat(resumed(spec, status, 1).messageId(0)).isEqualTo(spec.messageId("ship0", 1));
    }
  }

  @Test
  void aForgedNumberOfAttemptsIsNoMoreThanOperatorsHaveAskedFor() throws Exception {
    JobSpec spec = spec("operator", Map.of(), "salt");
    retry(spec, "nobody");
    retry(spec, "operator");
    put("status." + spec.id(), status(spec, "+", List.of(), Map.of("ship0", 9)));
    assertThat(run(spec).attempts()).containsExactly(Map.entry("ship0", 2));
    assertThat(commandTo("ship0")).isEmpty();
  }

  @Test
  void aRetryThatAForgedStatusRepeatsIsNotAnotherAttempt() {
    JobSpec spec = spec("operator", Map.of(), "salt");
    RunningJob job = resumed(spec, status(spec, "f", List.of(), Map.of("ship0", 2)), 2);
    assertThat(job.retryFailed(2, _ -> true)).isZero();
    assertThat(job.retryFailed(3, _ -> true)).isOne();
  }

  @Test
  void aRetryCommandsNoLateJoinerThatDoesNotMatchTheTargets() {
    JobSpec spec = spec("operator", Map.of(), "salt", "{lateJoiners: true}");
    RunningJob job = resumed(spec, status(spec, "+ff", List.of("victim", "ship7")), 1);
    assertThat(job.retryFailed(2, "ship7"::equals)).isOne();
    assertThat(job.progress(1)).isEqualTo(UnitProgress.FAILED);
    assertThat(job.progress(2)).isEqualTo(UnitProgress.PENDING);
  }

  @Test
  void aRetryOfALateJoinerIsStillOneAfterTheStationHasChanged() {
    JobSpec spec = spec("operator", Map.of(), "salt", "{lateJoiners: true}");
    RunningJob first = resumed(spec, status(spec, "+f", List.of("ship7")), 1);
    assertThat(first.retryFailed(2, _ -> true)).isOne();
    RunningJob second = resumed(spec, first.status("harbour", now), 2);
    assertThat(second.join("ship7")).isTrue();
    assertThat(second.messageId(1)).isEqualTo(spec.messageId("ship7", 2));
  }

  @Test
  void theSaltOfAJobIsKeptInItsDocument() throws Exception {
    JobSpec spec = spec("operator", Map.of(), "kept");
    store.create(spec, Retry.within(Duration.ZERO));
    assertThat(store.spec(spec.id()).orElseThrow().messageId("ship0", 1))
        .isEqualTo(spec.messageId("ship0", 1));
  }

  @Test
  void anIdOfAJobTellsNothingAboutAnother() {
    JobSpec one = spec("operator", Map.of(), "one");
    JobSpec other = spec("operator", Map.of(), "other");
    assertThat(one.messageId("ship0", 1)).isNotEqualTo(other.messageId("ship0", 1));
    assertThat(one.messageId("ship0", 1)).isEqualTo(one.messageId("ship0", 1));
  }
}
