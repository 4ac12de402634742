package io.steward.api;

import java.nio.file.Path;

/// The circumstances of a source. *You are given this*; only steward implements it, so it may grow.
///
/// Valid until {@link Source#run} returns; may be used by any thread.
public interface SourceContext {

  /// This node.
  NodeName node();

  /// Where the configuration wants this source's events to go.
  Subject target();

  /// A folder of this source's own, which exists and survives restarts.
  Path data();

  /// For sending the events.
  Outbox outbox();

  /// Tells in one line how the source is, for the node's state and log, for example `listening on
  /// udp 127.0.0.1:5514`. The newest line stands.
  void report(String line);
}
