package io.steward.runtime.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.runtime.bus.Addresses;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JobIdTest {

  @Test
  void sortsByTimeAndIsAValidSubjectToken() {
    List<String> ids =
        Stream.of(
                "2026-01-01T00:00:00Z",
                "2026-01-01T00:00:01Z",
                "2026-11-25T02:00:00Z",
                "2900-01-01T00:00:00Z")
            .map(at -> JobId.next(Instant.parse(at)))
            .toList();
    assertThat(ids).isSorted().allMatch(Addresses::isSafeId).allMatch(id -> id.length() == 12);
  }

  @Test
  void differsWithinTheSameSecond() {
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      ids.add(JobId.next(TestJobs.AT));
    }
    assertThat(ids).hasSize(100);
  }
}
