package io.steward.runtime.fleet;

import io.steward.api.Domain;
import io.steward.api.Message;
import io.steward.api.MethodName;
import io.steward.api.NodeName;
import io.steward.api.Subject;
import java.util.Map;

/// The command that cancels another.
public final class CancelRequest {

  /// The method that cancels, on every node.
  public static final MethodName METHOD = new MethodName("cancel");

  /// The domain it is bound under.
  public static final Domain DOMAIN = new Domain("steward");

  private CancelRequest() {}

  /// Where a node is told what to cancel.
  public static Subject subject(NodeName node) {
    return Subject.command(node, METHOD, DOMAIN);
  }

  /// Cancels a command of a node.
  ///
  /// @param id of the command
  public static Message of(NodeName node, String id) {
    return Message.to(subject(node), Map.of("id", id));
  }
}
