import org.jspecify.annotations.NullMarked;

/// Files that are as they should be after a crash.
@NullMarked
module io.steward.durable {
  requires static org.jspecify;

  exports io.steward.durable;
}
