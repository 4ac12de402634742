package io.steward.runtime.broker;

import io.steward.runtime.access.Login;
import java.nio.file.Path;
import java.util.Optional;

/// The settings of an embedded broker.
///
/// @param port its port on the loopback address
/// @param data the folder for its streams
/// @param login the only one it accepts; empty for a broker that anyone on this machine may use
record BrokerSettings(int port, Path data, Optional<Login> login) {

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
            .formatted(
                port, data.toAbsolutePath().resolve("store").toString().replace("\"", "\\\""))
        + login.map(BrokerSettings::authorization).orElse("");
  }

  private static String authorization(Login login) {
    return "authorization { user: \"%s\", password: \"%s\" }\n"
        .formatted(login.user().orElseThrow(), login.secret());
  }
}
