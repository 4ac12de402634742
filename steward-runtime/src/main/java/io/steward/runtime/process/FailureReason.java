package io.steward.runtime.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;

/// Why something failed, for a person who sees no stack trace.
final class FailureReason {

  private static final String NATIVE = "Illegal native access";
  private static final int MAX_CAUSE_DEPTH = 20;

  private FailureReason() {}

  /// How a handler or source broke; where it called native code that it may not call, with what
  /// would allow it.
  ///
  /// @param plugin its class loader, which is called as its plugin is
  static String broken(Throwable e, ClassLoader plugin) {
    Throwable cause = e;
    for (int i = 0; i < MAX_CAUSE_DEPTH && cause != null; i++, cause = cause.getCause()) {
      if (String.valueOf(cause.getMessage()).contains(NATIVE)) {
        return "broken: the plugin "
            + plugin.getName()
            + (String.valueOf(cause.getMessage()).contains("unnamed module")
                ? " calls native code, which Java allows only jars with a module descriptor"
                : " may not call native code; to allow it, write \"native: ["
                    + plugin.getName()
                    + "]\" below \"plugins:\" in the node's configuration");
      }
    }
    return "broken: " + e;
  }

  /// What an exception says; with its name where that alone says what is wrong.
  static String of(Exception e) {
    if (e instanceof UncheckedIOException && e.getCause() instanceof IOException wrapped) {
      return of(wrapped);
    }
    String message = e.getMessage();
    if (message == null) {
      return e.toString();
    }
    // such as NoSuchFileException, whose message is the file
    boolean bare = e instanceof FileSystemException file && file.getReason() == null;
    return bare ? e.getClass().getSimpleName() + ": " + message : message;
  }
}
