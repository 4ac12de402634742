package io.steward.runtime.config;

import io.steward.api.Description;
import io.steward.api.NodeName;
import java.util.List;

/// That a node is a station that carries jobs out. It does not when there is no such part.
///
/// @param from who may order jobs, and pause, resume, cancel and retry them
public record JobsConfig(
    @Description("Who may order jobs: node names or patterns such as operator-*.")
        List<SenderPattern> from) {

  public JobsConfig {
    ConfigChecks.requireSenders(from);
  }

  /// Whether a node may order jobs.
  public boolean allows(NodeName node) {
    return from.stream().anyMatch(senders -> senders.matches(node));
  }
}
