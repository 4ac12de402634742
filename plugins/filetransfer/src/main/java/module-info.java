import org.jspecify.annotations.NullMarked;

/// Copies files to and from a node.
@NullMarked
module io.steward.plugin.filetransfer {
  requires io.steward.api;
  requires static org.jspecify;

  provides io.steward.api.MethodHandler with
      io.steward.plugin.filetransfer.FileTransfer;
}
