import org.jspecify.annotations.NullMarked;

/// Controls the services of a node.
@NullMarked
module io.steward.plugin.service {
  requires io.steward.api;
  requires static org.jspecify;

  provides io.steward.api.MethodHandler with
      io.steward.plugin.service.Service;
}
