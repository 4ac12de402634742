package io.steward.runtime.config;

import io.steward.api.Description;
import io.steward.api.NodeName;
import io.steward.runtime.databind.Tree;
import java.util.List;
import java.util.Optional;

/// How events on one subject are received.
///
/// @param from who may send
/// @param with the handler's settings
public record EventBinding(
    @Description(
            "Who may send: node names or patterns such as ship*; anonymous for unnamed senders.")
        List<SenderPattern> from,
    @Description("The handler's settings.") Optional<Tree> with) {

  public EventBinding {
    ConfigChecks.requireSenders(from);
  }

  /// Whether a node may send.
  public boolean allows(NodeName node) {
    return from.stream().anyMatch(senders -> senders.matches(node));
  }
}
