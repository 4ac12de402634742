package io.steward.plugin.service;

import java.util.Locale;

/// What can be done with a unit of systemd.
public enum UnitAction {
  /// Tells how it is.
  STATUS,
  /// Starts it.
  START,
  /// Stops it.
  STOP,
  /// Stops it where it runs, and starts it.
  RESTART,
  /// Has it read its configuration again.
  RELOAD,
  /// Has it started with the machine from now on.
  ENABLE,
  /// Has it not started with the machine any more.
  DISABLE,
  /// Prints the end of what it has logged.
  JOURNAL;

  /// What systemctl calls it.
  String verb() {
    return name().toLowerCase(Locale.ROOT);
  }
}
