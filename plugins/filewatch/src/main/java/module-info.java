import org.jspecify.annotations.NullMarked;

/// Sends the lines and the changes of files to another node.
@NullMarked
module io.steward.plugin.filewatch {
  requires io.steward.api;
  requires io.steward.durable;
  requires static org.jspecify;

  provides io.steward.api.MethodHandler with
      io.steward.plugin.filewatch.WatchLog;
  provides io.steward.api.Source with
      io.steward.plugin.filewatch.FileWatch;
}
