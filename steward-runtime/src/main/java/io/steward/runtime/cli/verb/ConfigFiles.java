package io.steward.runtime.cli.verb;

import io.steward.runtime.config.ConfigDraft;
import io.steward.runtime.databind.Position;
import io.steward.runtime.databind.Problem;
import io.steward.runtime.databind.ProblemsException;
import io.steward.runtime.node.Node;
import io.steward.runtime.node.ValidatedConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads several configurations: all of them, or the problems of all.
final class ConfigFiles {

  private ConfigFiles() {}

  /// Reads a configuration.
  @FunctionalInterface
  private interface Reader<T> {
    T read(Path config, Map<String, String> environment) throws ProblemsException, IOException;
  }

  /// Checks configurations.
  static List<ValidatedConfig> check(List<Path> configs) throws ProblemsException, IOException {
    List<ValidatedConfig> checked = new ArrayList<>();
    readAll(configs, ValidatedConfig::of, checked);
    return checked;
  }

  /// Prepares the nodes of configurations.
  static List<Node> prepare(List<Path> configs) throws ProblemsException, IOException {
    List<Node> agents = new ArrayList<>();
    try {
      readAll(configs, Node::prepare, agents);
      return agents;
    } catch (ProblemsException | IOException e) {
      agents.forEach(Node::close);
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

  /// The problem of a node with the same name, and so the same data folder, as a previous one. It
  /// is found before the data folder is opened.
  private static Optional<Problem> duplicateName(Path config, Map<String, Path> names) {
    String name;
    try {
      name = ConfigDraft.read(config, System.getenv()).bind().config().node().value();
    } catch (ProblemsException e) {
      return Optional.empty(); // reported with the other problems
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
