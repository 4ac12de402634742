package io.steward.runtime.fleet;

import io.steward.api.Domain;
import io.steward.api.Message;
import io.steward.api.MethodName;
import io.steward.api.NodeName;
import io.steward.api.Subject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

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

  /// A message that cancels a command.
  ///
  /// @param subject of the command
  /// @param id of the command
  /// @param sender of the command, if it is known; nobody else's command is cancelled then
  public static Message of(Subject subject, String id, Optional<NodeName> sender) {
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("subject", subject.toString());
    arguments.put("id", id);
    sender.ifPresent(name -> arguments.put("sender", name.value()));
    return Message.to(subject(subject.node()), arguments);
  }
}
