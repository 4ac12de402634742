package io.steward.runtime.builtin;

import io.steward.api.CommandContext;
import io.steward.api.CommandHandler;
import io.steward.api.Description;
import io.steward.api.MethodName;
import io.steward.api.NoArguments;
import io.steward.api.Reply;
import io.steward.runtime.fleet.UnitDocument.PluginReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Lists the plugins. Every node has this method, in the domain `steward`.
@Description("Lists the plugins in this node's folder, and those that were refused.")
record PluginsHandler(NodeControl control) implements CommandHandler<NoArguments> {

  /// The method's name.
  static final MethodName METHOD = new MethodName("plugins");

  /// The result.
  ///
  /// @param plugins each of them
  record Result(List<PluginReport> plugins) {}

  @Override
  public MethodName method() {
    return METHOD;
  }

  @Override
  public boolean repeatable() {
    return true;
  }

  @Override
  public Reply handle(NoArguments arguments, CommandContext context) throws IOException {
    List<PluginReport> plugins = control.plugins();
    for (PluginReport each : plugins) {
      String line =
          each.problem()
              .map(problem -> each.id() + " is refused: " + problem)
              .orElse(each.id() + " " + each.version());
      context.output().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return Reply.succeeded(new Result(plugins));
  }
}
