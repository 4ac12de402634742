import org.jspecify.annotations.NullMarked;

/// Makes HTTP requests on a node.
@NullMarked
module io.steward.plugin.httprequest {
  requires io.steward.api;
  requires java.net.http;
  requires static org.jspecify;

  provides io.steward.api.MethodHandler with
      io.steward.plugin.httprequest.HttpCommand;
}
