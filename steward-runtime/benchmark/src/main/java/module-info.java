import org.jspecify.annotations.NullMarked;

/// Measures the engine against plain NATS in the same run.
@NullMarked
module io.steward.benchmark {
  requires io.nats.jnats;
  requires io.steward.api;
  requires io.steward.runtime;
  requires java.logging;
  requires static org.jspecify;

  // arguments are bound as those of a plugin are
  opens io.steward.benchmark to
      io.steward.runtime;
}
