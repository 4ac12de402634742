package io.steward.runtime.cli.send;

import io.steward.api.State;
import io.steward.runtime.cli.terminal.Console;
import io.steward.runtime.cli.terminal.ProgressBar;
import io.steward.runtime.cli.terminal.RedrawLimit;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// The progress of a message to many units: one line below everything else.
///
/// Safe for use by any thread.
final class Progress {

  private final Console console;
  private final int total;
  private final Map<State, Integer> counts = new LinkedHashMap<>();
  private final long startNanos = System.nanoTime();
  private int ended;
  private final RedrawLimit limit = RedrawLimit.fromNow();

  /// @param total the number of units
  Progress(Console console, int total) {
    this.console = console;
    this.total = total;
    for (State state : State.Terminal.values()) {
      counts.put(state, 0);
    }
    for (State state : State.InProgress.values()) {
      counts.put(state, 0);
    }
  }

  /// The message to one unit changed its state.
  ///
  /// @param before its previous state; the same as `now` if it has just been stored
  synchronized void onTransition(State before, State now) {
    if (before != now) {
      counts.merge(before, -1, Integer::sum);
    }
    counts.merge(now, 1, Integer::sum);
    if (now instanceof State.Terminal) {
      ended++;
    }
    if (limit.allows()) {
      console.progress(line(Duration.ofNanos(System.nanoTime() - startNanos)));
    }
  }

  /// The message to one unit could not be sent; it counts as ended.
  synchronized void onUnsent() {
    ended++;
  }

  /// The line to show after `after` has elapsed.
  synchronized String line(Duration after) {
    Map<String, Integer> words = new LinkedHashMap<>();
    counts.forEach((state, count) -> words.put(state.word(), count));
    return ProgressBar.line(ended, total, words, after);
  }
}
