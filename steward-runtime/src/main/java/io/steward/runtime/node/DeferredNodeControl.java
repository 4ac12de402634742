package io.steward.runtime.node;

import io.steward.runtime.builtin.NodeControl;
import io.steward.runtime.databind.ProblemsException;
import io.steward.runtime.fleet.UnitDocument.PluginReport;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The control of a node that may be called before the node has a {@link Reloader}.
///
/// @param reloader supplies null until the node has started
record DeferredNodeControl(Supplier<@Nullable Reloader> reloader) implements NodeControl {

  @Override
  public List<PluginReport> plugins() {
    Reloader current = reloader.get();
    return current == null ? List.of() : current.plugins();
  }

  @Override
  public ReloadResult reload() throws ProblemsException, IOException, InterruptedException {
    Reloader current = reloader.get();
    if (current == null) {
      throw new IOException("the node is still starting");
    }
    return current.reload();
  }
}
