package io.steward.api;

import java.nio.file.Path;
import java.util.Map;

/// The circumstances of a source. *You are given this*; only steward implements it, so it may grow.
///
/// Valid until {@link Source#run} returns; may be used by any thread.
public interface SourceContext {

  /// {@return this node}
  NodeName node();

  /// {@return where the configuration wants this source's events to go}
  ///
  /// @throws IllegalStateException when the source {@linkplain Source#sends() sends none}, for then
  ///   nobody is named who receives them
  Subject target();

  /// {@return a folder of this source's own, which exists and survives restarts}
  Path data();

  /// {@return for sending the events}
  Outbox outbox();

  /// {@return for what is too large to be sent in an event, such as files}
  ObjectStore objects();

  /// {@return what has gone wrong on this node, as its log has it}
  NodeLog log();

  /// Tells in one line how the source is, for the node's state and log, for example `listening on
  /// udp 127.0.0.1:5514`. The newest line stands.
  ///
  /// @param line how it is, for a person
  void report(String line);

  /// Tells what this source has found out about the node, for the node's state. It replaces all
  /// that this source told before, and stands until it tells again or the node ends; also while the
  /// source is started anew.
  ///
  /// Returns at once. The node says its state anew when its facts have changed, about once a second
  /// at most, so nothing is lost by telling often, and what changes all the time, such as the load,
  /// is no fact. A fact that another source tells, too, is that of the one which comes first in the
  /// configuration. All facts of a node together are 64 KiB of JSON at most; what would make them
  /// more is refused as a whole, and what was told before stays. Both stand among the problems in
  /// the node's state.
  ///
  /// @param facts by names such as `cpu`: lower-case letters, digits and `-`, the first a letter,
  ///   64 at most. Values are texts, numbers, booleans, and lists and maps of those, with any keys;
  ///   also what else a record may hold
  /// @throws IllegalArgumentException when a name or a value may not be told
  void facts(Map<String, ?> facts);
}
