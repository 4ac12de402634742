package io.steward.plugin.errorlog;

import io.steward.api.PositionStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// How much of its node's log a source has sent. The position is valid for one run of the node
/// only, as are the numbers of entries.
///
/// @param run the run of the node
/// @param number of the last entry that an event covered
record LogPosition(String run, long number) {

  private static final String KEY = "sent";

  /// The position in a run; the beginning of the run when there is none.
  static LogPosition find(PositionStore positions, String run) throws IOException {
    Optional<List<String>> words =
        positions
            .find(KEY)
            .map(value -> List.of(new String(value, StandardCharsets.UTF_8).split(" ", -1)));
    return words
        .filter(each -> each.size() == 2 && each.getFirst().equals(run))
        .map(each -> new LogPosition(run, Long.parseLong(each.getLast())))
        .orElse(new LogPosition(run, 0));
  }

  void put(PositionStore positions) throws IOException {
    positions.put(KEY, (run + " " + number).getBytes(StandardCharsets.UTF_8));
  }
}
