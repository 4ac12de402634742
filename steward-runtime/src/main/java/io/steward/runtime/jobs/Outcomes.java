package io.steward.runtime.jobs;

import io.steward.api.NodeName;
import io.steward.api.Subject;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Delivery;
import io.steward.runtime.fleet.WholeBody;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/// What the units of a job said last.
///
/// @param bus where to look
/// @param order the job
public record Outcomes(Bus bus, Order order) {

  /// The document of a unit's last answer; an empty one when it gave none.
  ///
  /// @throws IOException when the broker cannot be asked
  public Map<String, Object> of(Job.Part part) throws IOException, InterruptedException {
    Addresses addresses = bus.addresses();
    Subject subject = Subject.command(new NodeName(part.name()), order.method(), order.domain());
    String id = order.messageId(part.name(), part.attempt());
    Optional<Delivery> last = bus.last(addresses.repliesStream(), addresses.reply(subject, id));
    return last.isPresent() ? new WholeBody(bus).document(last.get()) : Map.of();
  }
}
