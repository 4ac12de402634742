import org.jspecify.annotations.NullMarked;

/// Appends to files what may be given twice, once.
@NullMarked
module io.steward.appending {
  requires static org.jspecify;

  exports io.steward.appending;
}
