package io.steward.runtime.agent;

import io.steward.runtime.binding.Problem;
import io.steward.runtime.binding.ProblemsException;
import io.steward.runtime.config.ConfigDraft;
import io.steward.runtime.config.ConfigFile;
import io.steward.runtime.config.NodeConfig;
import io.steward.runtime.plugin.PluginFolder;
import io.steward.runtime.process.Work;
import java.util.ArrayList;
import java.util.List;

/// What a node was put together from.
///
/// @param draft its configuration as it stands in the file
/// @param file its configuration
/// @param fitting what the plugins provide for that
record Setup(ConfigDraft draft, ConfigFile file, Fitting fitting) {

  /// Puts a node together, if neither its configuration nor what that asks of the plugins has a
  /// problem.
  ///
  /// @throws ProblemsException with all of them
  static Setup of(ConfigDraft draft, PluginFolder plugins) throws ProblemsException {
    Fitting fitting = Fitting.of(draft, plugins);
    List<Problem> problems = new ArrayList<>(fitting.problems());
    problems.addAll(PluginTerms.misspelt(draft, plugins));
    try {
      ConfigFile file = draft.bind();
      if (problems.isEmpty()) {
        return new Setup(draft, file, fitting);
      }
    } catch (ProblemsException e) {
      problems.addAll(e.problems());
    }
    throw new ProblemsException(problems);
  }

  /// The same configuration with what the plugins provide now.
  Setup refitted(PluginFolder plugins) {
    return new Setup(draft, file, Fitting.of(draft, plugins));
  }

  /// The same for a node that runs already, where some parts take effect at a start only.
  Setup following(NodeConfig running) {
    ConfigFile followed =
        new ConfigFile(file.file(), file.digest(), file.config().withFixedPartsOf(running));
    return new Setup(draft, followed, fitting);
  }

  /// What the node is to do.
  Work work() {
    return new Wiring(file.config(), fitting).work();
  }
}
