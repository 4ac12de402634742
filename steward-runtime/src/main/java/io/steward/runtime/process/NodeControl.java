package io.steward.runtime.process;

import io.steward.runtime.databind.ProblemsException;
import io.steward.runtime.fleet.UnitDocument.PluginReport;
import java.io.IOException;
import java.util.List;

/// What can be asked of whoever has put a node together.
///
/// Safe for use by any thread.
public interface NodeControl {

  /// For a node that has neither a configuration nor plugins that could change.
  NodeControl NONE =
      new NodeControl() {
        @Override
        public List<PluginReport> plugins() {
          return List.of();
        }

        @Override
        public ReloadResult reload() throws IOException {
          throw new IOException("this node has no configuration to read");
        }
      };

  /// What came of reading the configuration and the folder of plugins.
  ///
  /// @param digest of the configuration, SHA-256 in hex
  /// @param changed whether anything is different now
  /// @param afterRestart which parts of the configuration take effect only after a restart
  record ReloadResult(String digest, boolean changed, List<String> afterRestart) {}

  /// What is in the folder of plugins, and what was refused.
  List<PluginReport> plugins();

  /// Reads the configuration and the folder of plugins, and applies what is different.
  ///
  /// @throws ProblemsException with everything that is wrong; then nothing is different
  /// @throws IOException when something cannot be read; then nothing is different
  ReloadResult reload() throws ProblemsException, IOException, InterruptedException;
}
