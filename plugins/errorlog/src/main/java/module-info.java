import org.jspecify.annotations.NullMarked;

/// Sends a node's warnings and errors to another node, and stores them there.
@NullMarked
module io.steward.plugin.errorlog {
  requires io.steward.api;
  requires io.steward.durable;
  requires static org.jspecify;

  provides io.steward.api.MethodHandler with
      io.steward.plugin.errorlog.ErrorFile;
  provides io.steward.api.Source with
      io.steward.plugin.errorlog.ErrorSource;
}
