package io.steward.runtime.builtin;

import io.steward.api.CommandContext;
import io.steward.api.CommandHandler;
import io.steward.api.Description;
import io.steward.api.MethodName;
import io.steward.api.NoArguments;
import io.steward.api.Reply;
import io.steward.runtime.databind.ProblemsException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/// Reads the configuration and the folder of plugins again. Every node has this method, in the
/// domain `steward`.
@Description(
    "Reads this node's configuration and its folder of plugins, and" + " applies what has changed.")
record ReloadHandler(NodeControl control) implements CommandHandler<NoArguments> {

  /// The method's name.
  static final MethodName METHOD = new MethodName("reload");

  @Override
  public MethodName method() {
    return METHOD;
  }

  @Override
  public boolean repeatable() {
    return true;
  }

  @Override
  public Reply handle(NoArguments arguments, CommandContext context) throws Exception {
    try {
      return Reply.succeeded(control.reload());
    } catch (ProblemsException e) {
      String all = e.problems().stream().map(Object::toString).collect(Collectors.joining("\n"));
      context.errors().write((all + "\n").getBytes(StandardCharsets.UTF_8));
      return Reply.failed("the previous configuration stays in effect: " + all.replace("\n", "; "));
    }
  }
}
