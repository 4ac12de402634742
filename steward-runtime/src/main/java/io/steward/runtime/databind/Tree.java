package io.steward.runtime.databind;

import java.util.List;
import java.util.Map;

/// A part of a document, with where it stands.
///
/// A record that is bound from a document may have a component of this type: it is given that part
/// as it was written, to be bound later.
public sealed interface Tree {

  /// Which document.
  String origin();

  /// Where in it.
  Position position();

  /// What it is, for a person.
  String kind();

  /// A single value.
  ///
  /// @param text as it was written, without quotes
  /// @param type what it is in JSON, or would be
  record Scalar(String origin, Position position, String text, Type type) implements Tree {
    @Override
    public String kind() {
      return switch (type) {
        case TEXT -> "\"" + Excerpt.of(text) + "\"";
        case NUMBER -> "the number " + Excerpt.of(text);
        case BOOLEAN -> text;
        case NULL -> "nothing";
      };
    }
  }

  /// What a single value is.
  enum Type {
    /// A string.
    TEXT,
    /// A number.
    NUMBER,
    /// True or false.
    BOOLEAN,
    /// Nothing.
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

  /// A value with its key's place.
  ///
  /// @param position of the key
  /// @param value what stands there
  record Entry(Position position, Tree value) {}

  /// Whether nothing stands here.
  default boolean isNull() {
    return this instanceof Scalar scalar && scalar.type() == Type.NULL;
  }
}
