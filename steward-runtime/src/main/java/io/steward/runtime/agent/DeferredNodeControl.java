package io.steward.runtime.agent;

import io.steward.runtime.databind.ProblemsException;
import io.steward.runtime.fleet.UnitDocument.PluginReport;
import io.steward.runtime.process.NodeControl;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Stands for the upkeep of a node that is being started, and may be asked before there is any.
///
/// @param reloader null until the node has been started
record DeferredNodeControl(Supplier<@Nullable Reloader> reloader) implements NodeControl {

  @Override
  public List<PluginReport> plugins() {
    Reloader now = reloader.get();
    return now == null ? List.of() : now.plugins();
  }

  @Override
  public ReloadResult reload() throws ProblemsException, IOException, InterruptedException {
    Reloader now = reloader.get();
    if (now == null) {
      throw new IOException("the node is just being started");
    }
    return now.reload();
  }
}
