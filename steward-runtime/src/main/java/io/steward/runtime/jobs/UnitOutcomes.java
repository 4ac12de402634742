package io.steward.runtime.jobs;

import io.steward.api.NodeName;
import io.steward.api.Subject;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.fleet.BodyReader;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/// The last answers of a job's units.
///
/// @param bus the connection to the broker
/// @param spec the job
public record UnitOutcomes(Bus bus, JobSpec spec) {

  /// The document of a unit's last answer; empty if it gave none.
  ///
  /// @throws IOException if the broker cannot be queried
  public Map<String, Object> of(Job.UnitEntry unit) throws IOException, InterruptedException {
    Addresses addresses = bus.addresses();
    Subject subject = Subject.command(new NodeName(unit.name()), spec.method(), spec.domain());
    String id = spec.messageId(unit.name(), unit.attempt());
    Optional<InboundMessage> last =
        bus.lastMessage(addresses.repliesStream(), addresses.replySubject(subject, id));
    return last.isPresent() ? new BodyReader(bus).document(last.get()) : Map.of();
  }
}
