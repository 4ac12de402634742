package io.steward.api;

/// The address of a message: `<node>.<command|event>.<method>.<domain>`, for example
/// `ship2.command.shellcommand.operatingsystem`. The node is the receiver.
///
/// {@link #parse} and {@link #toString} are exact inverses.
///
/// @param node the receiver
/// @param type of the message
/// @param method which handles the message
/// @param domain distinguishes uses of the method
public record Subject(NodeName node, MessageType type, MethodName method, Domain domain)
    implements Comparable<Subject> {

  /// The subject of a command.
  ///
  /// @param node the receiver
  /// @param method which handles the command
  /// @param domain distinguishes uses of the method
  /// @return the subject
  public static Subject command(NodeName node, MethodName method, Domain domain) {
    return new Subject(node, MessageType.COMMAND, method, domain);
  }

  /// The subject of an event.
  ///
  /// @param node the receiver
  /// @param method which handles the event
  /// @param domain distinguishes uses of the method
  /// @return the subject
  public static Subject event(NodeName node, MethodName method, Domain domain) {
    return new Subject(node, MessageType.EVENT, method, domain);
  }

  /// Parses the four-token form.
  ///
  /// @param text such as `ship2.command.shellcommand.operatingsystem`
  /// @return the subject
  /// @throws IllegalArgumentException when the text is not a subject; names the invalid part
  public static Subject parse(String text) {
    String[] tokens = text.split("\\.", -1);
    if (tokens.length != 4) {
      throw new IllegalArgumentException(
          "\""
              + text
              + "\" is not a subject: it has "
              + tokens.length
              + (tokens.length == 1 ? " token" : " tokens")
              + " where <node>.<command|event>.<method>.<domain> has four");
    }
    return new Subject(
        new NodeName(tokens[0]),
        MessageType.parse(tokens[1]),
        new MethodName(tokens[2]),
        new Domain(tokens[3]));
  }

  /// The four-token form.
  @Override
  public String toString() {
    return node + "." + type + "." + method + "." + domain;
  }

  @Override
  public int compareTo(Subject other) {
    return toString().compareTo(other.toString());
  }
}
