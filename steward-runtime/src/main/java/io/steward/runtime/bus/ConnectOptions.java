package io.steward.runtime.bus;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// How to connect to a broker.
///
/// @param servers the addresses of the brokers, tried in order
/// @param credentials the credentials to present
/// @param inbox the prefix of the subjects for replies; empty for the default
/// @param tls the trusted certificates and the client certificate, where the defaults of the JDK do
///   not apply; if present, no connection is made without TLS
/// @param replies where answers to requests may be published
public record ConnectOptions(
    List<URI> servers,
    Credentials credentials,
    Optional<String> inbox,
    Optional<SSLContext> tls,
    ReplySubjects replies) {

  /// The options of a client, which answers no requests.
  public ConnectOptions(
      List<URI> servers,
      Credentials credentials,
      Optional<String> inbox,
      Optional<SSLContext> tls) {
    this(servers, credentials, inbox, tls, ReplySubjects.DEFAULT);
  }

  /// These options with other subjects for answers.
  public ConnectOptions withReplies(ReplySubjects subjects) {
    return new ConnectOptions(servers, credentials, inbox, tls, subjects);
  }

  /// Connects without credentials, or with those in the addresses.
  public static ConnectOptions withServers(List<URI> servers) {
    return new ConnectOptions(servers, new Credentials.None(), Optional.empty(), Optional.empty());
  }

  /// Connects with these credentials instead of those in the addresses.
  public static ConnectOptions withCredentials(Credentials credentials, List<URI> servers) {
    return new ConnectOptions(
        servers.stream().map(ConnectOptions::withoutUserInfo).toList(),
        credentials,
        Optional.empty(),
        Optional.empty());
  }

  private static URI withoutUserInfo(URI server) {
    return server.getRawUserInfo() == null
        ? server
        : URI.create(server.toString().replace(server.getRawUserInfo() + "@", ""));
  }
}
