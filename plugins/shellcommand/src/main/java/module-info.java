import org.jspecify.annotations.NullMarked;

/// Runs programs on a node.
@NullMarked
module io.steward.plugin.shellcommand {
  requires io.steward.api;
  requires static org.jspecify;
  requires org.slf4j;

  provides io.steward.api.MethodHandler with
      io.steward.plugin.shellcommand.ShellCommand;
}
