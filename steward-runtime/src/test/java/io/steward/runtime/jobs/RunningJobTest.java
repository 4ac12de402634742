package io.steward.runtime.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.NodeName;
import io.steward.runtime.databind.Binder;
import io.steward.runtime.databind.Document;
import io.steward.runtime.databind.Json;
import io.steward.runtime.databind.PlainData;
import io.steward.runtime.databind.ProblemsException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunningJobTest {

  private static final int MAX_ATTEMPT = 3;

  private static RunningJob reload(RunningJob running) throws ProblemsException {
    byte[] json = Json.write(PlainData.of(running.status("central", TestJobs.AT)));
    JobStatus status = Binder.bind(Document.json("status", json), JobStatus.class);
    return new RunningJob(running.spec(), Optional.of(status), MAX_ATTEMPT);
  }

  @Test
  void roundTripsThroughItsStatus() throws ProblemsException {
    RunningJob running =
        new RunningJob(
            TestJobs.of(4, "{canary: 1, lateJoiners: true}"), Optional.empty(), MAX_ATTEMPT);
    running.advance(0, UnitProgress.UNKNOWN);
    running.retryFailed(MAX_ATTEMPT, _ -> true);
    running.advance(0, UnitProgress.RUNNING);
    running.advance(1, UnitProgress.STORED);
    running.join("ship9");
    running.advance(4, UnitProgress.SUCCEEDED);
    running.passCanaries();
    running.controlProcessed(42);
    running.begin(TestJobs.AT);
    JobStatus status = running.status("central", TestJobs.AT);
    assertThat(status.progress()).isEqualTo("rs..+");
    assertThat(status.counts())
        .isEqualTo(Map.of("pending", 2, "stored", 1, "running", 1, "succeeded", 1));
    assertThat(reload(running).status("central", TestJobs.AT)).isEqualTo(status);
  }

  @Test
  void roundTripsItsSpec() throws ProblemsException {
    JobSpec spec = TestJobs.of(2, "{ramp: x2, splay: 1m, maxFailed: 2.5%, lateJoiners: true}");
    byte[] json = Json.write(PlainData.of(spec));
    assertThat(Binder.bind(Document.json("spec", json), JobSpec.class)).isEqualTo(spec);
  }

  @Test
  void neverMovesBackwards() {
    RunningJob running = new RunningJob(TestJobs.of(1, "{}"), Optional.empty(), MAX_ATTEMPT);
    assertThat(running.advance(0, UnitProgress.RUNNING)).isTrue();
    assertThat(running.advance(0, UnitProgress.ACCEPTED)).isFalse();
    assertThat(running.advance(0, UnitProgress.SUCCEEDED)).isTrue();
    assertThat(running.advance(0, UnitProgress.FAILED)).isFalse();
    assertThat(running.progress(0)).isEqualTo(UnitProgress.SUCCEEDED);
  }

  @Test
  void listsUnitsWhoseSplayHasPassed() {
    RunningJob running = new RunningJob(TestJobs.of(3, "splay: 1m"), Optional.empty(), MAX_ATTEMPT);
    running.splay(0, TestJobs.AT.plusSeconds(10));
    running.splay(2, TestJobs.AT.plusSeconds(20));
    assertThat(running.due(TestJobs.AT)).isEmpty();
    assertThat(running.due(TestJobs.AT.plusSeconds(10))).containsExactly(0);
    running.advance(0, UnitProgress.BEGUN);
    assertThat(running.due(TestJobs.AT.plusSeconds(30))).containsExactly(2);
    running.clearSplayed();
    assertThat(running.hasSplayed()).isFalse();
    assertThat(running.due(TestJobs.AT.plusSeconds(30))).isEmpty();
  }

  @Test
  void derivesAStableIdForEachAttempt() {
    RunningJob running = new RunningJob(TestJobs.of(2, "{}"), Optional.empty(), MAX_ATTEMPT);
    String first = running.messageId(0);
    assertThat(running.messageId(1)).isNotEqualTo(first);
    assertThat(new RunningJob(running.spec(), Optional.empty(), MAX_ATTEMPT).messageId(0))
        .isEqualTo(first);
    running.advance(0, UnitProgress.FAILED);
    assertThat(running.retryFailed(MAX_ATTEMPT, _ -> true)).isOne();
    assertThat(running.messageId(0)).isNotEqualTo(first);
    assertThat(running.attempt(0)).isEqualTo(2);
  }

  @Test
  void resumesAfterAStopButNotAfterACancel() {
    RunningJob running =
        new RunningJob(TestJobs.of(3, "maxFailed: 0"), Optional.empty(), MAX_ATTEMPT);
    running.advance(0, UnitProgress.FAILED);
    running.stop("1 of 1 failed");
    JobControlHandler handler = new JobControlHandler(running, 1, MAX_ATTEMPT, _ -> true);
    handler.apply(request(JobControl.Action.RESUME), TestJobs.AT);
    assertThat(running.phase()).isEqualTo(JobPhase.RUNNING);
    assertThat(running.acceptedFailures()).isOne();
    handler.apply(request(JobControl.Action.CANCEL), TestJobs.AT);
    handler.apply(request(JobControl.Action.RESUME), TestJobs.AT);
    assertThat(running.phase()).isEqualTo(JobPhase.CANCELLED);
  }

  @Test
  void extendsTheDeadlineWhenARetryComesAfterIt() {
    RunningJob running = new RunningJob(TestJobs.of(1, "{}"), Optional.empty(), MAX_ATTEMPT);
    running.advance(0, UnitProgress.FAILED);
    running.finish("", TestJobs.AT);
    Instant later = TestJobs.DEADLINE.plusSeconds(60);
    new JobControlHandler(running, 0, MAX_ATTEMPT, _ -> true)
        .apply(request(JobControl.Action.RETRY_FAILED), later);
    assertThat(running.phase()).isEqualTo(JobPhase.RUNNING);
    assertThat(running.hasEnded()).isFalse();
    assertThat(running.deadline()).isEqualTo(later.plus(running.spec().duration()));
  }

  private static JobControl request(JobControl.Action action) {
    return new JobControl(action, new NodeName("operator"), TestJobs.AT);
  }
}
