import org.jspecify.annotations.NullMarked;

/// Runs a handler or a source on the real process engine, without a broker, for tests of plugins.
@NullMarked
module io.steward.testkit {
  requires transitive io.steward.api;
  requires io.steward.runtime;
  requires java.management;
  requires jdk.management; // lists virtual threads
  requires static org.junit.jupiter.api; // for the contracts only
  requires static org.jspecify;

  exports io.steward.testkit;

  uses io.steward.api.MethodHandler;
  uses io.steward.api.Source;
}
