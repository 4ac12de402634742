package io.steward.runtime.emulation;

import io.steward.api.NodeName;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/// Which units are emulated.
///
/// @param count how many, at least 1
/// @param pattern of their names, with a place for the number, such as `unit-%05d`
/// @param labels that all of them have, besides or instead of their own
/// @param heartbeat how often each says that it is there
/// @param version of steward, as they say it
public record EmulationSpec(
    int count, String pattern, Map<String, String> labels, Duration heartbeat, String version) {

  /// @throws IllegalArgumentException when there are none, or two would have one name
  public EmulationSpec {
    if (count < 1) {
      throw new IllegalArgumentException("at least one unit is emulated, not " + count);
    }
    if (heartbeat.compareTo(Duration.ofMillis(1)) < 0) {
      throw new IllegalArgumentException("a heartbeat is longer than nothing");
    }
    if (name(pattern, 1).equals(name(pattern, 2))) {
      throw new IllegalArgumentException(
          "\"" + pattern + "\" has no place for a number; write for example unit-%05d");
    }
  }

  /// Their names, in order.
  List<NodeName> names() {
    return IntStream.rangeClosed(1, count).mapToObj(number -> name(pattern, number)).toList();
  }

  private static NodeName name(String pattern, int number) {
    return new NodeName(String.format(Locale.ROOT, pattern, number));
  }
}
