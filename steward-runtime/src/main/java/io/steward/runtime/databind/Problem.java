package io.steward.runtime.databind;

/// Something wrong with a document.
///
/// @param origin which document, as its reader called it: a file, or `arguments`
/// @param position where in it
/// @param path which part of it, keys joined by dots; empty for the whole
/// @param message what is wrong, for a person
public record Problem(String origin, Position position, String path, String message) {

  /// One line: `config/ship1.yaml:9:5 commands.echo.x.form: no such key; did you mean "from"?`
  @Override
  public String toString() {
    return origin + ":" + position + " " + (path.isEmpty() ? "" : path + ": ") + message;
  }
}
