package io.steward.runtime.node;

import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.engine.MetricsListener;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/// Metrics of which a call throws the first time.
class FaultyMetrics implements MetricsListener {

  private final AtomicInteger failures = new AtomicInteger();

  void failOnce() {
    if (failures.getAndIncrement() == 0) {
      throw new IllegalStateException("a bug in the metrics");
    }
  }

  @Override
  public void stateReached(String subject, State state) {}

  @Override
  public void ignored(Ignored why) {}

  @Override
  public void waited(Subject subject, Duration time) {}

  @Override
  public void ran(Subject subject, Duration time) {}
}
