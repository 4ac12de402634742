package io.steward.runtime.databind;

/// A problem of a document.
///
/// @param origin the document, as named by its reader: a file, or `arguments`
/// @param position where in the document
/// @param path the part with the problem, keys joined by dots; empty for the whole document
/// @param message what is wrong, for people
public record Problem(String origin, Position position, String path, String message) {

  /// One line: `config/ship1.yaml:9:5 commands.echo.x.form: no such key; did you mean "from"?`
  @Override
  public String toString() {
    return origin + ":" + position + " " + (path.isEmpty() ? "" : path + ": ") + message;
  }
}
