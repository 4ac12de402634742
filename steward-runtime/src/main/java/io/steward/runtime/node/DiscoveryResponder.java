package io.steward.runtime.node;

import io.steward.api.NodeName;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.bus.OutboundMessage;
import io.steward.runtime.databind.Json;
import io.steward.runtime.fleet.ServiceInfo;
import java.util.List;
import java.util.function.Supplier;

/// Answers service discovery requests by the NATS services protocol (NATS ADR-32).
///
/// The NATS client library implements it too, but generates the service ids itself and treats
/// messages to endpoints as request and reply, which commands are not.
final class DiscoveryResponder implements AutoCloseable {

  private final Bus bus;
  private final Supplier<ServiceInfo> currentInfo;
  private final List<Bus.Subscription> subscriptions;

  /// @param currentInfo describes the node at the moment of the request; called on the bus's
  ///   threads
  DiscoveryResponder(Bus bus, NodeName node, Supplier<ServiceInfo> currentInfo) {
    this.bus = bus;
    this.currentInfo = currentInfo;
    this.subscriptions =
        ServiceInfo.subjects(node).stream()
            .map(subject -> bus.subscribe(subject, this::answer))
            .toList();
  }

  private void answer(InboundMessage request) {
    request
        .replyTo()
        .ifPresent(replyTo ->
            ServiceInfo.Verb.of(request.subject())
                .ifPresent(verb ->
                    bus.publish(
                        new OutboundMessage(
                            replyTo, Headers.NONE, Json.write(currentInfo.get().answer(verb))))));
  }

  @Override
  public void close() {
    subscriptions.forEach(Bus.Subscription::close);
  }
}
