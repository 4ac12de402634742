import org.jspecify.annotations.NullMarked;

/// Loads plugins, binds their methods to subjects and runs one thread for each.
@NullMarked
module io.steward.runtime {
  requires io.steward.api;
  requires static org.jspecify;
  requires org.slf4j;
  requires java.logging;
  requires java.net.http;

  // one room each: bus, plugin, binding, ledger, cli
  requires io.nats.jnats;
  requires pf4j; // automatic until its descriptor is back; then org.pf4j
  requires com.fasterxml.jackson.dataformat.yaml;
  requires com.fasterxml.jackson.databind;
  requires java.sql;
  requires org.xerial.sqlitejdbc;
  requires info.picocli;

  uses io.steward.api.MethodHandler;
  uses io.steward.api.Source;
}
