package io.steward.api;

/// The two kinds of message.
public enum MessageType {
  /// Something for the receiver to do.
  COMMAND("command"),
  /// Something that has happened.
  EVENT("event");

  private final String word;

  MessageType(String word) {
    this.word = word;
  }

  /// Parses the token of a subject.
  ///
  /// @param word `command` or `event`
  /// @return the type
  /// @throws IllegalArgumentException when it is neither `command` nor `event`
  public static MessageType parse(String word) {
    return switch (word) {
      case "command" -> COMMAND;
      case "event" -> EVENT;
      default ->
          throw new IllegalArgumentException(
              "\"" + word + "\" is neither \"command\" nor \"event\"");
    };
  }

  /// The token of a subject.
  @Override
  public String toString() {
    return word;
  }
}
