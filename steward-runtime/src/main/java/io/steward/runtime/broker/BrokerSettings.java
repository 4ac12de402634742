package io.steward.runtime.broker;

import java.nio.file.Path;

/// What a broker of our own is told.
///
/// @param port it listens on, on the loopback address
/// @param data where it keeps its streams
record BrokerSettings(int port, Path data) {

  /// The configuration file, understood by every nats-server from 2.9.10 on.
  String render() {
    return """
    # written by steward at every start
    server_name: steward
    listen: "127.0.0.1:%d"
    max_payload: 1MB
    max_pending: 64MB
    write_deadline: "10s"
    # a unit whose link died is noticed within a minute
    ping_interval: "20s"
    ping_max: 2
    jetstream {
      store_dir: "%s"
    }
    """
        .formatted(port, data.toAbsolutePath().resolve("store").toString().replace("\"", "\\\""));
  }
}
