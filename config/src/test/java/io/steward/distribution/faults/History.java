package io.steward.distribution.faults;

import java.util.List;

/// What was recorded of a run.
///
/// @param sent by each sender, in the order of sending
/// @param effects of each process, in the order they happened
/// @param told by the nodes, in the order of the stream
record History(List<Sent> sent, List<Effect> effects, List<Told> told) {

  History {
    sent = List.copyOf(sent);
    effects = List.copyOf(effects);
    told = List.copyOf(told);
  }

  /// Something a handler did.
  ///
  /// @param subject the process it did it in
  /// @param id of the message it did it for
  record Effect(String subject, String id) {}

  /// A state that a node told.
  ///
  /// @param id of the message
  /// @param saying the id of the answer: what is stored twice under one was said once
  /// @param state the word for it
  record Told(String id, String saying, String state) {}
}
