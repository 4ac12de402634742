package io.steward.runtime.process;

import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;

/// How a call of a plugin's code ended. {@link #of} is the only place that catches what a handler
/// or a source throws, but for an event that a handler rejects.
///
/// @param <T> what the code returns
sealed interface PluginCall<T> {

  /// It has returned.
  record Returned<T>(T value) implements PluginCall<T> {}

  /// It was interrupted, and did as it was told.
  record Interrupted<T>() implements PluginCall<T> {}

  /// It could not do its work: a checked exception, or one of the disk or the link.
  ///
  /// @param reason for people
  record Failed<T>(String reason) implements PluginCall<T> {}

  /// The plugin has a bug.
  ///
  /// @param reason for people
  /// @param cause with the stack trace
  record Broken<T>(String reason, Throwable cause) implements PluginCall<T> {}

  /// Code of a plugin.
  @FunctionalInterface
  interface Code<T> {
    T run() throws Exception;
  }

  /// Calls code of a plugin.
  ///
  /// @param plugin its class loader, which has the name of its plugin
  static <T> PluginCall<T> of(ClassLoader plugin, Code<T> code) {
    try {
      return new Returned<>(code.run());
    } catch (InterruptedException | ClosedByInterruptException stop) {
      return new Interrupted<>(); // the latter: it was reading or writing
    } catch (UncheckedIOException e) {
      return new Failed<>(FailureReason.of(e)); // the disk or the link failed, not the plugin
    } catch (Error | RuntimeException e) {
      return new Broken<>(FailureReason.broken(e, plugin), e);
    } catch (Exception e) {
      return new Failed<>(FailureReason.of(e));
    }
  }
}
