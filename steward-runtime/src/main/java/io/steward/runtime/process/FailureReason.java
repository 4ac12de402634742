package io.steward.runtime.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;

/// The reason for a failure, for people who see no stack trace.
final class FailureReason {

  private static final String NATIVE = "Illegal native access";
  private static final int MAX_CAUSE_DEPTH = 20;

  private FailureReason() {}

  /// Why a handler or source is broken. If it called native code without permission, the reason
  /// says how to allow it.
  ///
  /// @param plugin its class loader, which has the name of its plugin
  static String broken(Throwable e, ClassLoader plugin) {
    Throwable cause = e;
    for (int i = 0; i < MAX_CAUSE_DEPTH && cause != null; i++, cause = cause.getCause()) {
      if (String.valueOf(cause.getMessage()).contains(NATIVE)) {
        return "broken: the plugin "
            + plugin.getName()
            + (String.valueOf(cause.getMessage()).contains("unnamed module")
                ? " calls native code, which Java allows only for jars with a module descriptor"
                : " may not call native code; to allow it, write \"native: ["
                    + plugin.getName()
                    + "]\" below \"plugins:\" in the node's configuration");
      }
    }
    return "broken: " + e;
  }

  /// The message of an exception, with its type where the message alone does not say what is wrong.
  static String of(Exception e) {
    if (e instanceof UncheckedIOException && e.getCause() instanceof IOException wrapped) {
      return of(wrapped);
    }
    String message = e.getMessage();
    if (message == null) {
      return e.toString();
    }
    // such as NoSuchFileException, whose message is only the file
    boolean bare = e instanceof FileSystemException file && file.getReason() == null;
    return bare ? e.getClass().getSimpleName() + ": " + message : message;
  }
}
