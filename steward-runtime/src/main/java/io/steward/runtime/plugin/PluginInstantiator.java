package io.steward.runtime.plugin;

import io.steward.runtime.databind.JsonSchema;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Runs the first code of a plugin: unless that exits the JVM, a failure only causes this plugin to
/// be refused.
///
/// @param timeout how long creating one method may take
record PluginInstantiator(Duration timeout) {

  /// Creates a method with its default settings, and checks the types it is configured with and
  /// bound to.
  void check(PluginMethod method) throws RefusedJarException {
    checkBindable(method.settings());
    if (method.arguments().isPresent()) {
      checkBindable(method.arguments().get());
    }
    call(method, method.defaults()::get);
  }

  /// A type without a schema could never be bound, so its author should learn that at once.
  private static void checkBindable(Class<?> type) throws RefusedJarException {
    try {
      JsonSchema.of(type);
    } catch (IllegalArgumentException e) {
      throw new RefusedJarException(String.valueOf(e.getMessage()), e);
    } catch (LinkageError | RuntimeException e) { // of enum constants, or of a damaged class
      throw new RefusedJarException(type.getName() + " cannot be read: " + e, e);
    }
  }

  /// Runs the plugin's code on a thread of its own.
  private void call(PluginMethod method, Callable<Object> code) throws RefusedJarException {
    FutureTask<Object> task = new FutureTask<>(code);
    Thread thread =
        Thread.ofPlatform().daemon().name(method.plugin() + " instantiation").unstarted(task);
    thread.setContextClassLoader(method.loader());
    thread.start();
    try {
      task.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
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
