import org.jspecify.annotations.NullMarked;

@NullMarked
module io.steward.plugin.shellcommand {
  requires io.steward.api;
  requires static org.jspecify;
}
