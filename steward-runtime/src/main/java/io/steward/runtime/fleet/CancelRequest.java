package io.steward.runtime.fleet;

import io.steward.api.Domain;
import io.steward.api.Message;
import io.steward.api.MethodName;
import io.steward.api.NodeName;
import io.steward.api.Subject;
import java.util.Map;

/// The built-in command that cancels another command.
public final class CancelRequest {

  /// The method, which every node has.
  public static final MethodName METHOD = new MethodName("cancel");

  /// The domain that the method is bound in.
  public static final Domain DOMAIN = new Domain("steward");

  private CancelRequest() {}

  /// The subject for cancellations at a node.
  public static Subject subject(NodeName node) {
    return Subject.command(node, METHOD, DOMAIN);
  }

  /// A message that cancels a command at a node.
  ///
  /// @param id the id of the command to cancel
  public static Message of(NodeName node, String id) {
    return Message.to(subject(node), Map.of("id", id));
  }
}
