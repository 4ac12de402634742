package io.steward.runtime.bus;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// The way to a broker.
///
/// @param servers where brokers may be, tried in turn
/// @param credentials what they are told
/// @param inbox what the subjects begin with on which answers come; usual ones when not said
/// @param tls whom to trust and what to show, where that is not what the JDK has; then no
///   connection is made without TLS
public record ConnectOptions(
    List<URI> servers, Credentials credentials, Optional<String> inbox, Optional<SSLContext> tls) {

  /// The way to a broker that asks nobody who they are, or is told in its address.
  public static ConnectOptions withServers(List<URI> servers) {
    return new ConnectOptions(servers, new Credentials.None(), Optional.empty(), Optional.empty());
  }

  /// The way to the same servers as somebody else than their addresses say.
  public static ConnectOptions withCredentials(Credentials credentials, List<URI> servers) {
    return new ConnectOptions(
        servers.stream().map(ConnectOptions::anonymous).toList(),
        credentials,
        Optional.empty(),
        Optional.empty());
  }

  private static URI anonymous(URI server) {
    return server.getRawUserInfo() == null
        ? server
        : URI.create(server.toString().replace(server.getRawUserInfo() + "@", ""));
  }
}
