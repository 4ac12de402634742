package io.steward.runtime.concurrent;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/// The failures of the threads of one node since it started, for its operator: each of them is a
/// bug.
///
/// Safe for use by any thread.
public final class ThreadFailures {

  private static final int MAX_REASON_LENGTH = 200;

  private final Map<String, Failures> byThread = new ConcurrentSkipListMap<>();
  private volatile Runnable listener = () -> {};

  private record Failures(int count, String last) {}

  /// Sets a listener that is called after each failure. It must not block.
  public void onFailure(Runnable listener) {
    this.listener = listener;
  }

  void record(String thread, Throwable failure) {
    String reason = failure.toString();
    String last = reason.substring(0, Math.min(reason.length(), MAX_REASON_LENGTH));
    byThread.merge(
        thread, new Failures(1, last), (before, now) -> new Failures(before.count() + 1, last));
    listener.run();
  }

  /// Each thread that has failed, how often, and why the last time.
  public List<String> problems() {
    return byThread.entrySet().stream()
        .map(each -> {
          int count = each.getValue().count();
          return "a bug has ended the thread \"%s\" %s; it was started again; the last reason: %s"
              .formatted(
                  each.getKey(), count == 1 ? "once" : count + " times", each.getValue().last());
        })
        .toList();
  }
}
