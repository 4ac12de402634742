package io.steward.runtime.fleet;

import io.steward.api.State;
import io.steward.api.Subject;
import java.time.Instant;

/// Something that has come to another state.
public sealed interface StateChange {

  /// When, by the broker's clock where it is from a stream, else by the reader's.
  Instant at();

  /// Which unit it is about.
  String unit();

  /// A unit came, went, or fell silent.
  ///
  /// @param presence what it is now
  /// @param why what tells so
  record UnitChange(Instant at, String unit, Presence presence, String why) implements StateChange {}

  /// A message went on.
  ///
  /// @param id of the message
  /// @param subject its receiver
  /// @param state what it is now
  /// @param by who said so
  /// @param reason why, or empty
  record MessageChange(Instant at, String id, Subject subject, State state, String by, String reason)
      implements StateChange {

    @Override
    public String unit() {
      return subject.node().value();
    }
  }
}
