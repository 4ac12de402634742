package io.steward.runtime.fleet;

import io.steward.api.NodeName;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Bus;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The ends of links that have been noted. A fleet whose streams were made by an older steward has
/// no bucket for them until a newer node starts; then there are none.
///
/// @param bus where to look
record DisconnectNotices(Bus bus) {

  /// The last one of each node, by name.
  ///
  /// @throws IOException when the broker cannot be asked
  Map<String, DisconnectNotice> all() throws IOException, InterruptedException {
    Addresses addresses = bus.addresses();
    Map<String, DisconnectNotice> notices = new HashMap<>();
    if (bus.streamExists(addresses.linksStream())) {
      try (Bus.StreamReader reader =
          bus.read(
              addresses.linksStream(),
              addresses.links(),
              new Bus.StartPosition.LastPerSubject(false))) {
        for (var next = reader.next(); next.isPresent(); next = reader.next()) {
          DisconnectNotice.fromBucket(next.get())
              .ifPresent(notice -> notices.put(notice.node().value(), notice));
        }
      }
    }
    return notices;
  }

  /// The last one of a node.
  ///
  /// @throws IOException when the broker cannot be asked
  Optional<DisconnectNotice> last(NodeName node) throws IOException, InterruptedException {
    Addresses addresses = bus.addresses();
    return bus.streamExists(addresses.linksStream())
        ? bus.last(addresses.linksStream(), addresses.link(node))
            .flatMap(DisconnectNotice::fromBucket)
        : Optional.empty();
  }
}
