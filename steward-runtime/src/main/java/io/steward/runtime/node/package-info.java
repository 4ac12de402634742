/// A node, from its configuration to its end: it is prepared, starts, takes up what was unfinished
/// after a crash, reports its state, reloads and stops.
///
/// Entries: {@link io.steward.runtime.node.Node}, also for programs that embed one; {@link
/// io.steward.runtime.node.NodeEngine} without configuration, plugins and heartbeat; and {@link
/// io.steward.runtime.node.MethodTrial} for one method without a broker.
package io.steward.runtime.node;
