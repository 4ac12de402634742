package io.steward.runtime.bus;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/// The way to a broker.
///
/// @param servers where brokers may be, tried in turn
/// @param credentials what they are told
/// @param inbox what the subjects begin with on which answers come; usual ones when not said
public record Access(List<URI> servers, Credentials credentials, Optional<String> inbox) {

  /// The way to a broker that asks nobody who they are, or is told in its address.
  public static Access to(List<URI> servers) {
    return new Access(servers, new Credentials.None(), Optional.empty());
  }
}
