import org.jspecify.annotations.NullMarked;

/// Measures steward against floors in the same run. Open, because arguments are bound as those of a
/// plugin are, and because JMH looks for what it has generated.
@NullMarked
open module io.steward.benchmark {
  requires io.nats.jnats;
  requires io.steward.api;
  requires io.steward.runtime;
  requires java.logging;
  requires java.management; // for JMH, whose jar does not say so
  requires jdk.unsupported; // likewise
  requires jmh.core; // automatic, by the name of its file
  requires org.slf4j;
  requires static org.jspecify;

  // looks for a handler as plainly as can be
  uses io.steward.api.MethodHandler;
}
