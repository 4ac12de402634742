package io.steward.runtime.cli;

import io.steward.runtime.agent.Agent;
import io.steward.runtime.binding.Position;
import io.steward.runtime.binding.Problem;
import io.steward.runtime.binding.ProblemsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Several nodes prepared: all of them, or the problems of all.
final class Configs {

  private Configs() {}

  static List<Agent> prepare(List<Path> configs) throws ProblemsException, IOException {
    List<Agent> agents = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    Map<String, Path> names = new HashMap<>();
    for (Path config : configs) {
      try {
        Agent agent = Agent.prepare(config, System.getenv());
        agents.add(agent);
        Path other = names.putIfAbsent(agent.name().value(), config);
        if (other != null) {
          problems.add(
              new Problem(
                  config.toString(),
                  Position.START,
                  "node",
                  other + " has a node \"" + agent.name() + "\" already"));
        }
      } catch (ProblemsException e) {
        problems.addAll(e.problems());
      }
    }
    if (!problems.isEmpty()) {
      agents.forEach(Agent::close);
      throw new ProblemsException(problems);
    }
    return agents;
  }
}
