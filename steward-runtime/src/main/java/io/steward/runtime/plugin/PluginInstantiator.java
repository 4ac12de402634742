package io.steward.runtime.plugin;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Runs the first code of a plugin: unless that exits the JVM, a failure only causes this plugin to
/// be refused.
///
/// @param plugin its id
/// @param loader its class loader, set as the thread's context class loader
/// @param timeout how long the code may take
record PluginInstantiator(String plugin, ClassLoader loader, Duration timeout) {

  /// Runs the plugin's code on a thread of its own.
  <T> T call(Callable<T> code) throws RefusedJarException {
    FutureTask<T> task = new FutureTask<>(code);
    Thread thread = Thread.ofPlatform().daemon().name(plugin + " instantiation").unstarted(task);
    thread.setContextClassLoader(loader);
    thread.start();
    try {
      return task.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      String location = location(thread);
      thread.interrupt();
      throw new RefusedJarException(
          "one of its methods was not created within "
              + timeout.toMillis()
              + " ms: it is at "
              + location,
          e);
    } catch (ExecutionException e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      throw new RefusedJarException("one of its methods cannot be created: " + cause, e);
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      throw new RefusedJarException("creating its methods was interrupted", e);
    }
  }

  /// The innermost stack frame outside of the JDK, where the plugin hangs.
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
