package io.steward.runtime.emulation;

import io.steward.api.NodeName;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/// The units to emulate.
///
/// @param count the number of units, at least 1
/// @param pattern the pattern of their names, with a placeholder for the number, such as
///   `unit-%05d`
/// @param labels labels of all units, which add to their own or replace them
/// @param heartbeat the heartbeat interval of each
/// @param version the version of steward that they report
public record EmulationSpec(
    int count, String pattern, Map<String, String> labels, Duration heartbeat, String version) {

  /// @throws IllegalArgumentException if there are none, the heartbeat is too short, or two names
  ///   would be equal
  public EmulationSpec {
    if (count < 1) {
      throw new IllegalArgumentException("the number of units must be at least 1, not " + count);
    }
    if (heartbeat.compareTo(Duration.ofMillis(1)) < 0) {
      throw new IllegalArgumentException("heartbeat must be at least 1ms");
    }
    if (name(pattern, 1).equals(name(pattern, 2))) {
      throw new IllegalArgumentException(
          "\"" + pattern + "\" has no placeholder for the number; use for example unit-%05d");
    }
  }

  /// The names of the units, in order.
  List<NodeName> names() {
    return IntStream.rangeClosed(1, count).mapToObj(number -> name(pattern, number)).toList();
  }

  private static NodeName name(String pattern, int number) {
    return new NodeName(String.format(Locale.ROOT, pattern, number));
  }
}
