package io.steward.runtime.agent;

import io.steward.runtime.config.ConfigDraft;
import io.steward.runtime.config.ConfigFile;
import io.steward.runtime.databind.ProblemsException;
import io.steward.runtime.plugin.PluginFolder;
import io.steward.runtime.plugin.RefusedJar;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A configuration that a node can be started with, as far as is known without one: its data folder
/// is not touched, and may be another program's.
///
/// @param file the configuration
/// @param refused the jars in its folder of plugins that cannot be used
public record ValidatedConfig(ConfigFile file, List<RefusedJar> refused) {

  /// Checks a configuration.
  ///
  /// @param config its file
  /// @param environment what variables in it stand for
  /// @throws ProblemsException with everything that is wrong with it
  /// @throws IOException when the folder of plugins cannot be read, or there is no room for
  ///   temporary copies
  public static ValidatedConfig of(Path config, Map<String, String> environment)
      throws ProblemsException, IOException {
    return of(ConfigDraft.read(config, environment));
  }

  private static ValidatedConfig of(ConfigDraft draft) throws ProblemsException, IOException {
    try (PluginFolder plugins = PluginFolder.open(draft.plugins(), PluginPolicyReader.of(draft))) {
      return new ValidatedConfig(PreparedNode.of(draft, plugins).file(), plugins.refused());
    }
  }

  /// The configuration, if it is right by itself, whatever it asks of plugins.
  ///
  /// @throws ProblemsException otherwise, also with what is wrong with what it asks of plugins
  static ConfigFile bindOrReportAll(ConfigDraft draft) throws ProblemsException, IOException {
    try {
      return draft.bind();
    } catch (ProblemsException e) {
      return of(draft).file();
    }
  }
}
