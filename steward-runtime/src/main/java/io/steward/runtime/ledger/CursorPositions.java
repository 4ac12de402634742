package io.steward.runtime.ledger;

import java.util.Map;

/// Where the cursors of a node are in its stream of commands.
///
/// @param reconciled whether all of this incarnation of the stream was compared with what the node
///   has answered
/// @param bySubject the position of each, by its stored subject
public record CursorPositions(boolean reconciled, Map<String, CursorPosition> bySubject) {}
