package io.steward.runtime.engine;

import io.steward.api.NodeName;
import io.steward.runtime.fleet.FleetClock;

/// What all parts of a node's engine share.
///
/// @param node the name of the node
/// @param clock its clock, corrected by the offset to the broker's clock as far as that is known
/// @param timers its timers
/// @param changes notified when its state changes
/// @param metrics notified of what happens to messages
public record EngineContext(
    NodeName node,
    FleetClock clock,
    Timers timers,
    ChangeListeners changes,
    MetricsListener metrics) {

  /// The context of a node without metrics.
  public static EngineContext of(NodeName node, EngineTime time) {
    return of(node, time, MetricsListener.NONE);
  }

  /// The context of a node with metrics.
  public static EngineContext of(NodeName node, EngineTime time, MetricsListener metrics) {
    return new EngineContext(node, time.clock(), time.timers(), new ChangeListeners(), metrics);
  }
}
