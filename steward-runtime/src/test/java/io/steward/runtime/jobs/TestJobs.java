package io.steward.runtime.jobs;

import io.steward.api.Domain;
import io.steward.api.MethodName;
import io.steward.api.NodeName;
import io.steward.runtime.databind.Binder;
import io.steward.runtime.databind.Document;
import io.steward.runtime.databind.ProblemsException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// Job specs for tests.
final class TestJobs {

  static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
  static final Instant DEADLINE = Instant.parse("2026-01-02T00:00:00Z");

  private TestJobs() {}

  /// A job for a number of units.
  ///
  /// @param rollout the rollout as YAML
  static JobSpec of(int units, String rollout) {
    return new JobSpec(
        "job-1",
        new NodeName("operator"),
        AT,
        new MethodName("ask"),
        new Domain("test"),
        Map.of("text", "how are you"),
        Optional.empty(),
        DEADLINE,
        List.of("ship*"),
        IntStream.range(0, units).mapToObj(i -> "ship" + i).toList(),
        rollout(rollout),
        Optional.of("salt"));
  }

  static Rollout rollout(String yaml) {
    try {
      return Binder.bind(Document.yaml("rollout", yaml), Rollout.class);
    } catch (ProblemsException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
