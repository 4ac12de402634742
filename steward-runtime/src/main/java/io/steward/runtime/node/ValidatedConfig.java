package io.steward.runtime.node;

import io.steward.runtime.config.ConfigDraft;
import io.steward.runtime.config.ConfigFile;
import io.steward.runtime.databind.ProblemsException;
import io.steward.runtime.plugin.PluginFolder;
import io.steward.runtime.plugin.RefusedJar;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A configuration that is valid as far as can be checked without starting a node: the data folder
/// is not touched, and may be locked by another program.
///
/// @param file the configuration
/// @param refused the jars in its plugin folder that cannot be used
public record ValidatedConfig(ConfigFile file, List<RefusedJar> refused) {

  /// Checks a configuration.
  ///
  /// @param config its file
  /// @param environment the values of the variables in it
  /// @throws ProblemsException with all problems
  /// @throws IOException if the plugin folder cannot be read, or temporary copies cannot be made
  public static ValidatedConfig of(Path config, Map<String, String> environment)
      throws ProblemsException, IOException {
    return of(ConfigDraft.read(config, environment));
  }

  private static ValidatedConfig of(ConfigDraft draft) throws ProblemsException, IOException {
    try (PluginFolder plugins = PluginFolder.open(draft.plugins(), PluginPolicyReader.of(draft))) {
      return new ValidatedConfig(PreparedNode.of(draft, plugins).file(), plugins.refused());
    }
  }

  /// Binds the configuration without checking what it requires of plugins.
  ///
  /// @throws ProblemsException if that fails, also with the problems of what it requires of plugins
  static ConfigFile bindOrReportAll(ConfigDraft draft) throws ProblemsException, IOException {
    try {
      return draft.bind();
    } catch (ProblemsException e) {
      return of(draft).file();
    }
  }
}
