package io.steward.runtime.fleet;

import io.steward.api.Domain;
import io.steward.api.Message;
import io.steward.api.MethodName;
import io.steward.api.NodeName;
import io.steward.api.Subject;
import java.util.Map;

/// The command that cancels another.
public final class Cancellation {

  private static final MethodName METHOD = new MethodName("cancel");
  private static final Domain DOMAIN = new Domain("steward");

  private Cancellation() {}

  /// Cancels a command of a node.
  ///
  /// @param id of the command
  public static Message of(NodeName node, String id) {
    return Message.to(Subject.command(node, METHOD, DOMAIN), Map.of("id", id));
  }
}
