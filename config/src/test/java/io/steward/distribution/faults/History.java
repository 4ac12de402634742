package io.steward.distribution.faults;

import java.util.List;

/// The recorded history of a run.
///
/// @param sent by each sender, in the order of sending
/// @param effects of each process, in the order in which they happened
/// @param told states reported by the nodes, in the order of the stream
record History(List<Sent> sent, List<Effect> effects, List<Told> told) {

  History {
    sent = List.copyOf(sent);
    effects = List.copyOf(effects);
    told = List.copyOf(told);
  }

  /// An effect of a handler.
  ///
  /// @param subject of the process
  /// @param id of the message
  record Effect(String subject, String id) {}

  /// A state reported by a node.
  ///
  /// @param id of the message
  /// @param saying id of the answer; duplicates have the same id
  /// @param state as a word
  record Told(String id, String saying, String state) {}
}
