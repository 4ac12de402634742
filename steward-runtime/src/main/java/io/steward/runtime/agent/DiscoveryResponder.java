package io.steward.runtime.agent;

import io.steward.api.NodeName;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.bus.OutboundMessage;
import io.steward.runtime.databind.Json;
import io.steward.runtime.fleet.ServiceInfo;
import java.util.List;
import java.util.function.Supplier;

/// Answers whoever asks which services there are, by the NATS services protocol (NATS ADR-32).
///
/// The NATS library has this too, but makes the ids itself and takes the endpoints' messages for
/// request and reply, which commands are not.
final class DiscoveryResponder implements AutoCloseable {

  private final Bus bus;
  private final Supplier<ServiceInfo> currentInfo;
  private final List<Bus.Subscription> subscriptions;

  /// @param service how the node is now; called on the bus's threads
  DiscoveryResponder(Bus bus, NodeName node, Supplier<ServiceInfo> service) {
    this.bus = bus;
    this.currentInfo = service;
    this.subscriptions =
        ServiceInfo.subjects(node).stream()
            .map(subject -> bus.subscribe(subject, this::answer))
            .toList();
  }

  private void answer(InboundMessage question) {
    question
        .replyTo()
        .ifPresent(asker ->
            ServiceInfo.Verb.of(question.subject())
                .ifPresent(verb ->
                    bus.publish(
                        new OutboundMessage(
                            asker, Headers.NONE, Json.write(currentInfo.get().answer(verb))))));
  }

  @Override
  public void close() {
    subscriptions.forEach(Bus.Subscription::close);
  }
}
