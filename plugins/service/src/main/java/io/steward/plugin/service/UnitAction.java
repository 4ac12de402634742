package io.steward.plugin.service;

import java.util.Locale;

/// What can be done with a systemd unit.
public enum UnitAction {
  /// Reports its status.
  STATUS,
  /// Starts it.
  START,
  /// Stops it.
  STOP,
  /// Stops it if it runs, and starts it.
  RESTART,
  /// Makes it reload its configuration.
  RELOAD,
  /// Starts it at boot from now on.
  ENABLE,
  /// Does not start it at boot any more.
  DISABLE,
  /// Prints the end of its journal.
  JOURNAL;

  /// The verb of systemctl.
  String verb() {
    return name().toLowerCase(Locale.ROOT);
  }
}
