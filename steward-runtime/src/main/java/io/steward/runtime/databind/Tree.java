package io.steward.runtime.databind;

import java.util.List;
import java.util.Map;

/// A part of a document with its position.
///
/// A record bound from a document may have a component of this type, which receives that part as
/// written, to be bound later.
public sealed interface Tree {

  /// The name of the document.
  String origin();

  /// The position in the document.
  Position position();

  /// Describes this part to people.
  String kind();

  /// A single value.
  ///
  /// @param text as it was written, without quotes
  /// @param type its type in JSON
  record Scalar(String origin, Position position, String text, Type type) implements Tree {
    @Override
    public String kind() {
      return switch (type) {
        case TEXT -> "\"" + TruncatedValue.of(text) + "\"";
        case NUMBER -> "the number " + TruncatedValue.of(text);
        case BOOLEAN -> text;
        case NULL -> "nothing";
      };
    }
  }

  /// The type of a single value.
  enum Type {
    /// A string.
    TEXT,
    /// A number.
    NUMBER,
    /// True or false.
    BOOLEAN,
    /// Null.
    NULL
  }

  /// Several values in order.
  ///
  /// @param items the values
  record Sequence(String origin, Position position, List<Tree> items) implements Tree {
    @Override
    public String kind() {
      return "a list";
    }
  }

  /// Values by key.
  ///
  /// @param entries in the order of the text
  record Mapping(String origin, Position position, Map<String, Entry> entries) implements Tree {
    @Override
    public String kind() {
      return "a map";
    }
  }

  /// A value with the position of its key.
  ///
  /// @param position the position of the key
  /// @param value the value
  record Entry(Position position, Tree value) {}

  /// Whether this is null, explicitly or because nothing was written.
  default boolean isNull() {
    return this instanceof Scalar scalar && scalar.type() == Type.NULL;
  }
}
