package io.steward.runtime.node;

import io.steward.runtime.config.ConfigDraft;
import io.steward.runtime.config.ConfigFile;
import io.steward.runtime.config.NodeConfig;
import io.steward.runtime.databind.Problem;
import io.steward.runtime.databind.ProblemsException;
import io.steward.runtime.plugin.PluginFolder;
import io.steward.runtime.process.Workload;
import java.util.ArrayList;
import java.util.List;

/// A node's validated configuration with the methods its bindings use.
///
/// @param draft the configuration as written in the file
/// @param file the bound configuration
/// @param resolver the plugins' methods for its bindings
record PreparedNode(ConfigDraft draft, ConfigFile file, BindingResolver resolver) {

  /// Prepares a node.
  ///
  /// @throws ProblemsException with all problems of the configuration and of what it requires of
  ///   plugins
  static PreparedNode of(ConfigDraft draft, PluginFolder plugins) throws ProblemsException {
    BindingResolver resolver = BindingResolver.of(draft, plugins);
    List<Problem> problems = new ArrayList<>(resolver.problems());
    problems.addAll(PluginPolicyReader.misspelledIds(draft, plugins));
    try {
      ConfigFile file = draft.bind();
      problems.addAll(new BrokerSecrets(file).problems());
      if (problems.isEmpty()) {
        return new PreparedNode(draft, file, resolver);
      }
    } catch (ProblemsException e) {
      problems.addAll(e.problems());
    }
    throw new ProblemsException(problems);
  }

  /// The same configuration, resolved against the current plugins.
  PreparedNode resolvedAgain(PluginFolder plugins) {
    return new PreparedNode(draft, file, BindingResolver.of(draft, plugins));
  }

  /// The same for a running node: parts that take effect only at a start keep their running values.
  PreparedNode withFixedPartsOf(NodeConfig running) {
    ConfigFile merged =
        new ConfigFile(file.file(), file.digest(), file.config().withFixedPartsOf(running));
    return new PreparedNode(draft, merged, resolver);
  }

  /// The workload of the node.
  Workload workload() {
    return new WorkloadBuilder(file.config(), resolver).build();
  }
}
