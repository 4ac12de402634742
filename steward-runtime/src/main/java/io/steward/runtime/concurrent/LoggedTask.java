package io.steward.runtime.concurrent;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A task of somebody else's thread, such as a timer or a callback: what it throws is logged and
/// does not reach that thread.
///
/// @param name what it does, for the log
public record LoggedTask(String name, Runnable task) implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(LoggedTask.class);

  @Override
  public void run() {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      DeadlyError.rethrow(e);
      log.error("{} failed", name, e);
    }
  }
}
