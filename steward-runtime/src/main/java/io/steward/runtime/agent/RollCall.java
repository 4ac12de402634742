package io.steward.runtime.agent;

import io.steward.api.NodeName;
import io.steward.runtime.binding.Json;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Delivery;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.Letter;
import io.steward.runtime.fleet.Service;
import java.util.List;
import java.util.function.Supplier;

/// Answers whoever asks which services there are, by the NATS services protocol (NATS ADR-32).
///
/// The NATS library has this too, but makes the ids itself and takes the endpoints' messages for
/// request and reply, which commands are not.
final class RollCall implements AutoCloseable {

  private final Bus bus;
  private final Supplier<Service> service;
  private final List<Bus.Listening> listening;

  /// @param service how the node is now; called on the bus's threads
  RollCall(Bus bus, NodeName node, Supplier<Service> service) {
    this.bus = bus;
    this.service = service;
    this.listening =
        Service.subjects(node).stream().map(subject -> bus.listen(subject, this::asked)).toList();
  }

  private void asked(Delivery question) {
    question
        .replyTo()
        .ifPresent(asker ->
            Service.Verb.of(question.subject())
                .ifPresent(verb ->
                    bus.publish(
                        new Letter(asker, Headers.NONE, Json.write(service.get().answer(verb))))));
  }

  @Override
  public void close() {
    listening.forEach(Bus.Listening::close);
  }
}
