package io.steward.runtime.databind;

import org.jspecify.annotations.Nullable;

/// Where a value stands in a document, such as `commands.echo.x.from[2]`. Going one step down costs
/// nothing, however long the keys are: the text is made only for a problem, with long keys
/// shortened.
///
/// @param parent the path of the mapping or list around the value; null for the whole document
/// @param step the key, or the index in brackets
record KeyPath(@Nullable KeyPath parent, String step) {

  /// The whole document.
  static final KeyPath ROOT = new KeyPath(null, "");

  /// A path that somebody has written.
  static KeyPath of(String text) {
    return new KeyPath(null, text);
  }

  /// The value of a key.
  KeyPath key(String key) {
    return new KeyPath(this, key);
  }

  /// An item of a list.
  KeyPath item(int index) {
    return new KeyPath(this, "[" + index + "]");
  }

  @Override
  public String toString() {
    if (parent == null) {
      return step;
    }
    String above = parent.toString();
    return above.isEmpty() || step.startsWith("[")
        ? above + TruncatedValue.of(step)
        : above + "." + TruncatedValue.of(step);
  }
}
