package io.steward.runtime.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.LoopbackBus;
import io.steward.runtime.bus.OutboundMessage;
import io.steward.runtime.databind.Json;
import io.steward.runtime.databind.PlainData;
import io.steward.runtime.fleet.Listing;
import io.steward.runtime.fleet.Retry;
import io.steward.runtime.fleet.UntrustedDocuments;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JobStoreTest {

  private static final JobSpec SPEC = TestJobs.of(1, "{}");

  private final LoopbackBus bus = new LoopbackBus(InstantSource.fixed(TestJobs.AT));
  private final JobStore store = new JobStore(bus);

  @BeforeEach
  void oneGoodJob() throws Exception {
    store.create(SPEC, Retry.within(Duration.ZERO));
  }

  @AfterEach
  void close() {
    bus.close();
  }

  private void put(String key, Object document) {
    bus.store(
            new OutboundMessage(
                bus.addresses().jobsSubject(key), Headers.NONE, Json.write(document)))
        .join();
  }

  private static Map<String, Object> status(String job, String key, Object value) {
    JobStatus status =
        new JobStatus(
            job,
            JobPhase.RUNNING,
            "",
            TestJobs.AT,
            "central",
            0,
            true,
            "s",
            Map.of(),
            Map.of(),
            List.of(),
            0,
            0,
            TestJobs.DEADLINE,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    Map<String, Object> document =
        new LinkedHashMap<>(UntrustedDocuments.map(PlainData.of(status)));
    document.put(key, value);
    return document;
  }

  private static Map<String, Object> spec(String key, Object value) {
    Map<String, Object> document = new LinkedHashMap<>(UntrustedDocuments.map(PlainData.of(SPEC)));
    document.put(key, value);
    return document;
  }

  @Test
  void oneUnreadableJobEndsNoListing() throws Exception {
    put("spec.job-2", List.of("no", "job"));
    put("spec.job-3", spec("id", "job\u001b[2J"));
    put("spec.job-4", spec("units", List.of("yacht$(touch x)")));
    put("spec.job-5", SPEC.id()); // text
    Listing<Job> jobs = store.list();
    assertThat(jobs.entries()).extracting(job -> job.spec().id()).containsExactly(SPEC.id());
    assertThat(jobs.unreadable()).isEqualTo(4);
  }

  @Test
  void aJobUnderTheKeyOfAnotherIsNeither() throws Exception {
    put("spec.job-2", spec("why", "copied"));
    assertThat(store.list().entries()).hasSize(1);
    assertThat(store.find("job-2")).isEmpty();
    put("status.job-1", status("job-9", "why", ""));
    assertThat(store.status("job-1")).isEmpty();
  }

  @Test
  void noKeyButAnIdIsAJobToRun() throws Exception {
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    try (var _ = store.watch(seen::add)) {
      put("spec.a\u001b", spec("id", "a\u001b"));
      put("control.$(touch_x).1", Map.of());
      put("spec.job-2", spec("id", "job-2"));
      assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("job-2");
      assertThat(seen).isEmpty();
    }
    assertThat(store.unfinished()).containsExactly(SPEC.id(), "job-2");
  }

  @Test
  void aJobWithAnUnreadableStatusIsCountedNotShownAsNew() throws Exception {
    put("status.job-1", status("job-1", "progress", "?"));
    assertThat(store.list()).isEqualTo(new Listing<>(List.of(), 1));
    put("status.job-1", status("job-1", "joined", List.of("a.b")));
    assertThat(store.list()).isEqualTo(new Listing<>(List.of(), 1));
    put("status.job-1", status("job-1", "why", "\u001b[2J"));
    assertThat(store.list().entries()).hasSize(1);
  }
}
