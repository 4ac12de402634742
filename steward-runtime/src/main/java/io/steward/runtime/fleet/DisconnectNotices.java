package io.steward.runtime.fleet;

import io.steward.api.NodeName;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Bus;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The stored disconnect notices. A fleet whose streams were created by an older steward has no
/// bucket for them until a newer node starts; until then there are none.
///
/// @param bus the connection to the broker
record DisconnectNotices(Bus bus) {

  /// The latest notice of each node, by name.
  ///
  /// @throws IOException if the broker cannot be queried
  Map<String, DisconnectNotice> all() throws IOException, InterruptedException {
    Addresses addresses = bus.addresses();
    Map<String, DisconnectNotice> notices = new HashMap<>();
    if (bus.streamExists(addresses.linksStream())) {
      try (Bus.StreamReader reader =
          bus.read(
              addresses.linksStream(),
              addresses.linksSubject(),
              new Bus.StartPosition.LastPerSubject(false))) {
        for (var next = reader.next(); next.isPresent(); next = reader.next()) {
          DisconnectNotice.fromBucket(next.get())
              .ifPresent(notice -> notices.put(notice.node().value(), notice));
        }
      }
    }
    return notices;
  }

  /// The latest notice of a node.
  ///
  /// @throws IOException if the broker cannot be queried
  Optional<DisconnectNotice> last(NodeName node) throws IOException, InterruptedException {
    Addresses addresses = bus.addresses();
    return bus.streamExists(addresses.linksStream())
        ? bus.lastMessage(addresses.linksStream(), addresses.linkSubject(node))
            .flatMap(DisconnectNotice::fromBucket)
        : Optional.empty();
  }
}
