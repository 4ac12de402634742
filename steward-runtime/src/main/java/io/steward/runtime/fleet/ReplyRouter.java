package io.steward.runtime.fleet;

import io.steward.api.Domain;
import io.steward.api.MethodName;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.InboundMessage;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Receives the answers to many messages of one method through one subscription, and passes each to
/// the follower of its message: ten thousand subscriptions would cost more than the answers.
///
/// Safe for use by any thread.
public final class ReplyRouter implements AutoCloseable {

  private final Map<String, Consumer<Optional<InboundMessage>>> consumers =
      new ConcurrentHashMap<>();
  private final Bus.Subscription subscription;
  private volatile boolean closed;

  private ReplyRouter(Bus bus, MethodName method, Domain domain) {
    this.subscription = bus.subscribe("*.reply." + method + "." + domain + ".*", this::route);
    bus.onLinkEvent(link -> {
      if (link != Bus.LinkEvent.DOWN && !closed) {
        consumers.values().forEach(consumer -> consumer.accept(Optional.empty()));
      }
    });
  }

  /// Subscribes to the answers of a method in a domain.
  public static ReplyRouter open(Bus bus, MethodName method, Domain domain) {
    return new ReplyRouter(bus, method, domain);
  }

  private void route(InboundMessage answer) {
    String id = answer.subject().substring(answer.subject().lastIndexOf('.') + 1);
    Consumer<Optional<InboundMessage>> consumer = consumers.get(id);
    if (consumer != null) {
      consumer.accept(Optional.of(answer));
    }
  }

  /// Registers the follower of one message.
  ///
  /// @param consumer is called with each answer, and with an empty value when answers may have been
  ///   missed
  Bus.Subscription register(String id, Consumer<Optional<InboundMessage>> consumer) {
    consumers.put(id, consumer);
    return () -> consumers.remove(id);
  }

  @Override
  public void close() {
    closed = true;
    subscription.close();
  }
}
