package io.steward.runtime.plugin;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The first code of a plugin that runs: whatever it does but end the program, the plugin is
/// refused for it alone.
///
/// @param plugin its id
/// @param loader its class loader, to be the thread's context class loader
/// @param timeout how long it may take
record PluginInstantiator(String plugin, ClassLoader loader, Duration timeout) {

  /// Does something on a thread of its own.
  <T> T call(Callable<T> what) throws RefusedJarException {
    FutureTask<T> task = new FutureTask<>(what);
    Thread thread = Thread.ofPlatform().daemon().name(plugin + " making").unstarted(task);
    thread.setContextClassLoader(loader);
    thread.start();
    try {
      return task.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      String where = location(thread);
      thread.interrupt();
      throw new RefusedJarException(
          "one of its methods is not made within " + timeout.toMillis() + " ms: it is at " + where,
          e);
    } catch (ExecutionException e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      throw new RefusedJarException("one of its methods cannot be made: " + cause, e);
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      throw new RefusedJarException("making its methods was interrupted", e);
    }
  }

  /// The plugin's own line that it does not get past.
  private String location(Thread thread) {
    StackTraceElement[] stack = thread.getStackTrace();
    for (StackTraceElement each : stack) {
      String name = each.getClassName();
      if (!name.startsWith("java.") && !name.startsWith("jdk.") && !name.startsWith("sun.")) {
        return each.toString();
      }
    }
    return stack.length == 0 ? "its end" : stack[0].toString();
  }
}
