package io.steward.runtime.bus;

import io.steward.runtime.access.BrokerAddress;
import io.steward.runtime.access.LocalBrokers;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// How to connect to a broker. Nothing of it prints a secret.
///
/// @param servers the addresses of the brokers, tried in order
/// @param credentials the credentials to present
/// @param inbox the prefix of the subjects for replies; empty for the default
/// @param tls the trusted certificates and the client certificate, where the defaults of the JDK do
///   not apply; if present, no connection is made without TLS
/// @param replies where answers to requests may be published
/// @param local asked, before each first connection, for the logins of addresses without one,
///   unless there are credentials
public record ConnectOptions(
    List<BrokerAddress> servers,
    Credentials credentials,
    Optional<String> inbox,
    Optional<SSLContext> tls,
    ReplySubjects replies,
    LocalBrokers local) {

  /// The options of a client, which answers no requests.
  public ConnectOptions(
      List<BrokerAddress> servers,
      Credentials credentials,
      Optional<String> inbox,
      Optional<SSLContext> tls) {
    this(servers, credentials, inbox, tls, ReplySubjects.DEFAULT, LocalBrokers.NONE);
  }

  /// These options with other subjects for answers.
  public ConnectOptions withReplies(ReplySubjects subjects) {
    return new ConnectOptions(servers, credentials, inbox, tls, subjects, local);
  }

  /// These options with the logins of local brokers.
  public ConnectOptions withLocal(LocalBrokers brokers) {
    return new ConnectOptions(servers, credentials, inbox, tls, replies, brokers);
  }

  /// Connects without credentials, or with those in the addresses.
  public static ConnectOptions withAddresses(List<BrokerAddress> servers) {
    return new ConnectOptions(servers, new Credentials.None(), Optional.empty(), Optional.empty());
  }

  /// Connects without credentials, or with those in the addresses.
  public static ConnectOptions withServers(List<URI> servers) {
    return withAddresses(
        servers.stream().map(server -> BrokerAddress.parse(server.toString())).toList());
  }

  /// Connects with these credentials, or, if there are none, with those in the addresses.
  public static ConnectOptions of(Credentials credentials, List<BrokerAddress> servers) {
    return credentials instanceof Credentials.None
        ? withAddresses(servers)
        : withCredentials(credentials, servers);
  }

  /// Connects with these credentials instead of those in the addresses.
  public static ConnectOptions withCredentials(
      Credentials credentials, List<BrokerAddress> servers) {
    return new ConnectOptions(
        servers.stream().map(BrokerAddress::withoutLogin).toList(),
        credentials,
        Optional.empty(),
        Optional.empty());
  }
}
