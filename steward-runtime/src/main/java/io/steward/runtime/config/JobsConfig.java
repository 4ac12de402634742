package io.steward.runtime.config;

import io.steward.api.Description;
import io.steward.api.NodeName;
import java.util.List;

/// Makes a node a station that runs jobs. A node without this section runs none.
///
/// @param from who may create jobs, and pause, resume, cancel and retry them
public record JobsConfig(
    @Description("Who may create jobs: node names or patterns such as operator-*.")
        List<SenderPattern> from) {

  public JobsConfig {
    ConfigChecks.requireSenders(from);
  }

  /// Whether a node may create jobs.
  public boolean allows(NodeName node) {
    return from.stream().anyMatch(senders -> senders.matches(node));
  }
}
