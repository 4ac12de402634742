package io.steward.api;

/// What a message is: something to be done, or something that has happened.
public enum MessageType {
  /// Something to be executed where it arrives.
  COMMAND("command"),
  /// Something that has happened.
  EVENT("event");

  private final String word;

  MessageType(String word) {
    this.word = word;
  }

  /// Reads the word that stands in a subject.
  ///
  /// @param word `command` or `event`
  /// @return the type of that name
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

  /// The word that stands in a subject.
  @Override
  public String toString() {
    return word;
  }
}
