package io.steward.runtime.databind;

/// A position in a text.
///
/// @param line from 1
/// @param column from 1
public record Position(int line, int column) implements Comparable<Position> {

  /// The start of a text.
  public static final Position START = new Position(1, 1);

  @Override
  public int compareTo(Position other) {
    return line != other.line
        ? Integer.compare(line, other.line)
        : Integer.compare(column, other.column);
  }

  @Override
  public String toString() {
    return line + ":" + column;
  }
}
