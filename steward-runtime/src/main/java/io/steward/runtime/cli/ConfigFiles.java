package io.steward.runtime.cli;

import io.steward.runtime.agent.Agent;
import io.steward.runtime.agent.ValidatedConfig;
import io.steward.runtime.config.ConfigDraft;
import io.steward.runtime.databind.Position;
import io.steward.runtime.databind.Problem;
import io.steward.runtime.databind.ProblemsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Several configurations: something of all of them, or the problems of all.
final class ConfigFiles {

  private ConfigFiles() {}

  /// Makes something of a configuration.
  @FunctionalInterface
  private interface Reader<T> {
    T read(Path config, Map<String, String> environment) throws ProblemsException, IOException;
  }

  /// Checks them.
  static List<ValidatedConfig> check(List<Path> configs) throws ProblemsException, IOException {
    List<ValidatedConfig> checked = new ArrayList<>();
    readAll(configs, ValidatedConfig::of, checked);
    return checked;
  }

  /// Prepares their nodes.
  static List<Agent> prepare(List<Path> configs) throws ProblemsException, IOException {
    List<Agent> agents = new ArrayList<>();
    try {
      readAll(configs, Agent::prepare, agents);
      return agents;
    } catch (ProblemsException | IOException e) {
      agents.forEach(Agent::close);
      throw e;
    }
  }

  private static <T> void readAll(List<Path> configs, Reader<T> reader, List<T> results)
      throws ProblemsException, IOException {
    List<Problem> problems = new ArrayList<>();
    Map<String, Path> names = new HashMap<>();
    for (Path config : configs) {
      try {
        Optional<Problem> twin = duplicateName(config, names);
        if (twin.isPresent()) {
          problems.add(twin.get());
        } else {
          results.add(reader.read(config, System.getenv()));
        }
      } catch (ProblemsException e) {
        problems.addAll(e.problems());
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemsException(problems);
    }
  }

  /// That a node has the name of one before it, and so its data folder, which is found out before
  /// that is asked for.
  private static Optional<Problem> duplicateName(Path config, Map<String, Path> names) {
    String name;
    try {
      name = ConfigDraft.read(config, System.getenv()).bind().config().node().value();
    } catch (ProblemsException e) {
      return Optional.empty(); // told with what else is wrong
    }
    return Optional.ofNullable(names.putIfAbsent(name, config))
        .map(other ->
            new Problem(
                config.toString(),
                Position.START,
                "node",
                other + " has a node \"" + name + "\" already"));
  }
}
