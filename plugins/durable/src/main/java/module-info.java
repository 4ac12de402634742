import org.jspecify.annotations.NullMarked;

/// Files that stay consistent across crashes, for plugins. Requires java.base alone.
@NullMarked
module io.steward.durable {
  requires static org.jspecify;

  exports io.steward.durable;
}
