package io.steward.runtime.agent;

import io.steward.runtime.config.ConfigDraft;
import io.steward.runtime.config.ConfigFile;
import io.steward.runtime.config.NodeConfig;
import io.steward.runtime.databind.Problem;
import io.steward.runtime.databind.ProblemsException;
import io.steward.runtime.plugin.PluginFolder;
import io.steward.runtime.process.Workload;
import java.util.ArrayList;
import java.util.List;

/// What a node was put together from.
///
/// @param draft its configuration as it stands in the file
/// @param file its configuration
/// @param resolver what the plugins provide for that
record PreparedNode(ConfigDraft draft, ConfigFile file, BindingResolver resolver) {

  /// Puts a node together, if neither its configuration nor what that asks of the plugins has a
  /// problem.
  ///
  /// @throws ProblemsException with all of them
  static PreparedNode of(ConfigDraft draft, PluginFolder plugins) throws ProblemsException {
    BindingResolver resolver = BindingResolver.of(draft, plugins);
    List<Problem> problems = new ArrayList<>(resolver.problems());
    problems.addAll(PluginPolicyReader.misspelledIds(draft, plugins));
    try {
      ConfigFile file = draft.bind();
      if (problems.isEmpty()) {
        return new PreparedNode(draft, file, resolver);
      }
    } catch (ProblemsException e) {
      problems.addAll(e.problems());
    }
    throw new ProblemsException(problems);
  }

  /// The same configuration with what the plugins provide now.
  PreparedNode resolvedAgain(PluginFolder plugins) {
    return new PreparedNode(draft, file, BindingResolver.of(draft, plugins));
  }

  /// The same for a node that runs already, where some parts take effect at a start only.
  PreparedNode withFixedPartsOf(NodeConfig running) {
    ConfigFile followed =
        new ConfigFile(file.file(), file.digest(), file.config().withFixedPartsOf(running));
    return new PreparedNode(draft, followed, resolver);
  }

  /// What the node is to do.
  Workload workload() {
    return new WorkloadBuilder(file.config(), resolver).build();
  }
}
