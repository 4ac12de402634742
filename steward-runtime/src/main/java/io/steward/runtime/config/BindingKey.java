package io.steward.runtime.config;

import io.steward.api.Domain;
import io.steward.api.MessageType;
import io.steward.api.MethodName;
import io.steward.api.NodeName;
import io.steward.api.Subject;

/// The key of a binding: the rest of a subject, `<method>.<domain>`.
///
/// @param method the method that handles its messages
/// @param domain distinguishes uses of the method
public record BindingKey(MethodName method, Domain domain) {

  /// Parses a key.
  ///
  /// @throws IllegalArgumentException if the text is not a key
  public static BindingKey parse(String text) {
    String[] tokens = text.split("\\.", -1);
    if (tokens.length != 2) {
      throw new IllegalArgumentException(
          "\""
              + text
              + "\" is not <method>.<domain>, for example shellcommand.operatingsystem"
              + (tokens.length == 4 ? "; leave out the node and the type" : ""));
    }
    return new BindingKey(new MethodName(tokens[0]), new Domain(tokens[1]));
  }

  /// The subject of this binding on a node.
  public Subject subjectAt(NodeName node, MessageType type) {
    return new Subject(node, type, method, domain);
  }

  @Override
  public String toString() {
    return method + "." + domain;
  }
}
