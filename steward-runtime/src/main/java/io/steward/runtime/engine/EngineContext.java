package io.steward.runtime.engine;

import io.steward.api.NodeName;
import io.steward.runtime.concurrent.ThreadFailures;
import io.steward.runtime.fleet.FleetClock;

/// What all parts of a node's engine share.
///
/// @param node the name of the node
/// @param clock its clock, corrected by the offset to the broker's clock as far as that is known
/// @param timers its timers
/// @param changes notified when its state changes
/// @param metrics notified of what happens to messages
/// @param failures where the failures of its threads are recorded
public record EngineContext(
    NodeName node,
    FleetClock clock,
    Timers timers,
    ChangeListeners changes,
    MetricsListener metrics,
    ThreadFailures failures) {

  /// The context of a node without metrics.
  public static EngineContext of(NodeName node, EngineTime time) {
    return of(node, time, MetricsListener.NONE);
  }

  /// The context of a node with metrics.
  public static EngineContext of(NodeName node, EngineTime time, MetricsListener metrics) {
    return of(node, time, metrics, new ThreadFailures());
  }

  /// The context of a node that has threads besides its engine's.
  ///
  /// @param failures where the failures of all of them are recorded
  public static EngineContext of(
      NodeName node, EngineTime time, MetricsListener metrics, ThreadFailures failures) {
    ChangeListeners changes = new ChangeListeners();
    failures.onFailure(changes::notifyListener);
    return new EngineContext(node, time.clock(), time.timers(), changes, metrics, failures);
  }
}
