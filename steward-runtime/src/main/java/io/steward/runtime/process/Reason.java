package io.steward.runtime.process;

import java.nio.file.FileSystemException;

/// Why something failed, for a person who sees no stack trace.
final class Reason {

  private Reason() {}

  /// What an exception says; with its name where that alone says what is wrong.
  static String of(Exception e) {
    String message = e.getMessage();
    if (message == null) {
      return e.toString();
    }
    // such as NoSuchFileException, whose message is the file
    boolean bare = e instanceof FileSystemException file && file.getReason() == null;
    return bare ? e.getClass().getSimpleName() + ": " + message : message;
  }
}
