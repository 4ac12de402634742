package io.steward.runtime.cli;

import io.steward.api.State;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// How far a message to many units has come: one line below everything else, drawn at most five
/// times a second.
///
/// Safe for use by any thread.
final class Progress {

  private static final long REDRAW_INTERVAL = Duration.ofMillis(200).toNanos();

  private final Console console;
  private final int total;
  private final Map<State, Integer> counts = new LinkedHashMap<>();
  private final long startNanos = System.nanoTime();
  private int ended;
  private long lastDrawn = startNanos - REDRAW_INTERVAL;

  /// @param total how many units there are
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

  /// One of them went on.
  ///
  /// @param before its state until now; the same when it has just begun
  synchronized void onTransition(State before, State now) {
    if (before != now) {
      counts.merge(before, -1, Integer::sum);
    }
    counts.merge(now, 1, Integer::sum);
    if (now instanceof State.Terminal) {
      ended++;
    }
    long time = System.nanoTime();
    if (time - lastDrawn >= REDRAW_INTERVAL) {
      lastDrawn = time;
      console.progress(line(Duration.ofNanos(time - startNanos)));
    }
  }

  /// One of them will not go on.
  synchronized void onUnsent() {
    ended++;
  }

  /// What is shown after a time.
  synchronized String line(Duration after) {
    Map<String, Integer> words = new LinkedHashMap<>();
    counts.forEach((state, count) -> words.put(state.word(), count));
    return ProgressBar.line(ended, total, words, after);
  }
}
