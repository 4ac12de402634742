package io.steward.runtime.fleet;

import io.steward.api.State;
import io.steward.api.Subject;
import java.time.Instant;

/// A change of state of a unit or a message.
public sealed interface StateChange {

  /// When it changed: by the broker's clock if it is from a stream, else by the reader's.
  Instant at();

  /// The name of the unit.
  String unit();

  /// The presence of a unit changed.
  ///
  /// @param presence the new presence
  /// @param why the reason
  record UnitChange(Instant at, String unit, Presence presence, String why)
      implements StateChange {}

  /// The state of a message changed.
  ///
  /// @param id the id of the message
  /// @param subject its receiver
  /// @param state the new state
  /// @param by who reported it
  /// @param reason the reason, or empty
  record MessageChange(
      Instant at, String id, Subject subject, State state, String by, String reason)
      implements StateChange {

    @Override
    public String unit() {
      return subject.node().value();
    }
  }
}
