package io.steward.runtime.config;

import java.time.Duration;
import java.util.List;

/// Checks shared by several parts of the configuration.
final class ConfigChecks {

  private ConfigChecks() {}

  static void requireSenders(List<SenderPattern> from) {
    if (from.isEmpty()) {
      throw new IllegalArgumentException(
          "\"from\" is missing: list who may send, for example from: [central, \"operator-*\"]");
    }
  }

  static void requirePositive(String name, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException(name + " must be longer than 0s");
    }
  }

  static void requireRange(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(name + " must be from " + min + " to " + max);
    }
  }
}
