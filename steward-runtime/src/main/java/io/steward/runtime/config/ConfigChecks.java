package io.steward.runtime.config;

import java.time.Duration;
import java.util.List;

/// What several bindings demand.
final class ConfigChecks {

  private ConfigChecks() {}

  static void requireSenders(List<SenderPattern> from) {
    if (from.isEmpty()) {
      throw new IllegalArgumentException(
          "\"from\" is missing: say who may send, for example from: [central, \"operator-*\"]");
    }
  }

  static void requirePositive(String name, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException(name + " must be longer than nothing");
    }
  }

  static void requireRange(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(name + " is from " + least + " to " + most);
    }
  }
}
