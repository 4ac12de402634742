package io.steward.runtime.builtin;

import io.steward.runtime.databind.ProblemsException;
import io.steward.runtime.fleet.UnitDocument.PluginReport;
import java.io.IOException;
import java.util.List;

/// What a node can ask of the program that runs it.
///
/// Safe for use by any thread.
public interface NodeControl {

  /// For a node without a configuration or plugins that could change.
  NodeControl NONE =
      new NodeControl() {
        @Override
        public List<PluginReport> plugins() {
          return List.of();
        }

        @Override
        public ReloadResult reload() throws IOException {
          throw new IOException("this node has no configuration to reload");
        }
      };

  /// The result of reading the configuration and the folder of plugins.
  ///
  /// @param digest of the configuration, SHA-256 in hex
  /// @param changed whether anything has changed
  /// @param afterRestart which parts of the configuration take effect only after a restart
  record ReloadResult(String digest, boolean changed, List<String> afterRestart) {}

  /// The plugins in the folder, and those that were refused.
  List<PluginReport> plugins();

  /// Reads the configuration and the folder of plugins, and applies what has changed.
  ///
  /// @throws ProblemsException with all problems; then nothing has changed
  /// @throws IOException if something cannot be read; then nothing has changed
  ReloadResult reload() throws ProblemsException, IOException, InterruptedException;
}
