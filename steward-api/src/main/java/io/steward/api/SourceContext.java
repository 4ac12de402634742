package io.steward.api;

import java.nio.file.Path;
import java.util.Map;

/// The context of a source. *steward gives you this*; only steward implements it, so methods may be
/// added.
///
/// Valid until {@link Source#run} returns; may be used by any thread.
public interface SourceContext {

  /// {@return the name of this node}
  NodeName node();

  /// {@return the configured receiver of this source's events}
  ///
  /// @throws IllegalStateException when the source {@linkplain Source#sends() sends none}: its
  ///   binding names no receiver
  Subject target();

  /// {@return the source's own folder, which exists and survives restarts; `.positions` in it
  /// belongs to steward}
  Path data();

  /// {@return the source's positions: small values that survive restarts and crashes}
  PositionStore positions();

  /// {@return the outbox, which sends the events}
  Outbox outbox();

  /// {@return the store for data too large for an event, such as files}
  ObjectStore objects();

  /// The warnings and errors in this node's log, to report them elsewhere. To log something itself,
  /// a source uses SLF4J, as every plugin does.
  ///
  /// @return the newest entries of the log
  RecentLog recentLog();

  /// Reports the source's status in one line, for the node's state and log, for example `listening
  /// on udp 127.0.0.1:5514`. The newest line replaces the one before.
  ///
  /// @param line the human-readable status
  void report(String line);

  /// Reports facts about the node, for the node's state. They replace all facts this source has
  /// reported before, and remain until it reports again or the node ends, also while the source is
  /// restarted.
  ///
  /// Returns at once. The node publishes its state when its facts have changed, at most about once
  /// a second, so frequent reports lose nothing; but values that change all the time, such as the
  /// load, are not facts. When several sources report the same fact, that of the source that comes
  /// first in the configuration is used. All facts of a node together are limited to 64 KiB of
  /// JSON: a report that exceeds this is refused as a whole, and the facts reported before remain.
  /// Both cases are listed among the problems in the node's state.
  ///
  /// @param facts by name, such as `cpu`: at most 64 lower-case letters, digits and `-`, starting
  ///   with a letter. Values are texts, numbers, booleans, and lists and maps of those, with any
  ///   keys; also everything else a record may hold
  /// @throws IllegalArgumentException when a name or a value is not allowed
  void facts(Map<String, ?> facts);
}
