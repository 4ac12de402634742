package io.steward.runtime.bus;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.api.ServerInfo;

/// What is available once the broker has been reached and the fleet's streams exist.
///
/// @param connection the current connection
/// @param jetStream JetStream on that connection
/// @param addresses the addresses of the fleet
record Established(Connection connection, JetStream jetStream, Addresses addresses) {

  /// Identifies a connection; see {@link Bus#session}.
  static String session(Connection connection) {
    ServerInfo server = connection.getServerInfo();
    return server.getServerId() + " " + server.getClientId();
  }
}
