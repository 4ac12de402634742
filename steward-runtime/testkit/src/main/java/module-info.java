import org.jspecify.annotations.NullMarked;

/// Runs a handler or a source on the real process engine, without a broker; for the tests of
/// plugins.
@NullMarked
module io.steward.testkit {
  requires transitive io.steward.api;
  requires io.steward.runtime;
  requires static org.jspecify;

  exports io.steward.testkit;
}
