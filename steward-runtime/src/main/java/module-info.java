import org.jspecify.annotations.NullMarked;

/// Loads plugins, binds their methods to subjects and runs one thread for each.
@NullMarked
@SuppressWarnings("module") // both are built after this and are not shipped
module io.steward.runtime {
  requires io.steward.api;
  requires static org.jspecify;
  requires org.slf4j;
  requires java.logging;
  requires java.net.http;

  // one room each: bus, plugin, binding, ledger, metrics, cli
  requires io.nats.jnats;
  requires pf4j; // automatic until its descriptor is back; then org.pf4j
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.dataformat.yaml;
  requires re2j; // automatic, by the name of its file
  requires java.sql;
  requires org.xerial.sqlitejdbc;
  requires jdk.httpserver;
  requires io.prometheus.metrics.core; // automatic, as are the next two
  requires io.prometheus.metrics.model;
  requires io.prometheus.writer.text;
  requires info.picocli;
  requires java.compiler; // which words are names in Java

  // to embed a node
  exports io.steward.runtime.node;

  // the test kit stands on the real engine, and the benchmarks measure it
  exports io.steward.runtime.databind to
      io.steward.benchmark,
      io.steward.testkit;
  exports io.steward.runtime.broker to
      io.steward.benchmark;
  exports io.steward.runtime.bus to
      io.nats.jnats, // makes its socket there
      io.steward.benchmark,
      io.steward.testkit;
  exports io.steward.runtime.config to
      io.steward.testkit;
  exports io.steward.runtime.emulation to
      io.steward.benchmark;
  exports io.steward.runtime.engine to
      io.steward.benchmark,
      io.steward.testkit;
  exports io.steward.runtime.fleet to
      io.steward.benchmark,
      io.steward.testkit;
  exports io.steward.runtime.ledger to
      io.steward.benchmark;
  exports io.steward.runtime.plugin to
      io.steward.benchmark,
      io.steward.testkit;
  exports io.steward.runtime.process to
      io.steward.benchmark;

  opens io.steward.runtime.cli to
      info.picocli;
  opens io.steward.runtime.cli.completion to
      info.picocli;
  opens io.steward.runtime.cli.option to
      info.picocli;
  opens io.steward.runtime.cli.verb to
      info.picocli;

  uses io.steward.api.MethodHandler;
  uses io.steward.api.Source;
}
