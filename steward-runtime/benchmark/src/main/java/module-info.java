import org.jspecify.annotations.NullMarked;

/// Measures steward against floors in the same run. Open, because arguments are bound as those of a
/// plugin are, and because JMH looks up its generated code by reflection.
@NullMarked
open module io.steward.benchmark {
  requires io.nats.jnats;
  requires io.steward.api;
  requires io.steward.runtime;
  requires java.logging;
  requires java.management; // for JMH, whose jar does not declare it
  requires jdk.unsupported; // likewise
  requires jmh.core; // an automatic module, named after its file
  requires org.slf4j;
  requires static org.jspecify;

  // the floor of loading a plugin
  uses io.steward.api.MethodHandler;
}
