package io.steward.runtime.broker;

import java.nio.file.Path;

/// The settings of an embedded broker.
///
/// @param port its port on the loopback address
/// @param data the folder for its streams
record BrokerSettings(int port, Path data) {

  /// The text of the configuration file, which every nats-server from 2.9.10 on understands.
  String render() {
    return """
    # written by steward at every start
    server_name: steward
    listen: "127.0.0.1:%d"
    max_payload: 1MB
    max_pending: 64MB
    write_deadline: "10s"
    # dead links are detected within a minute
    ping_interval: "20s"
    ping_max: 2
    jetstream {
      store_dir: "%s"
    }
    """
        .formatted(port, data.toAbsolutePath().resolve("store").toString().replace("\"", "\\\""));
  }
}
