package io.steward.runtime.fleet;

import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.OutboundMessage;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// A bus whose first attempts to store a message fail, as they do while a stream has no leader.
final class UnreliableBus {

  private final Bus bus;
  private final AtomicInteger failures;
  private final boolean stored;
  private final List<OutboundMessage> attempts = new CopyOnWriteArrayList<>();

  /// @param failures how many attempts fail
  /// @param stored whether those attempts are stored nevertheless
  UnreliableBus(Bus bus, int failures, boolean stored) {
    this.bus = bus;
    this.failures = new AtomicInteger(failures);
    this.stored = stored;
  }

  /// What was sent, in order.
  List<OutboundMessage> attempts() {
    return attempts;
  }

  /// The bus.
  Bus proxy() {
    return (Bus)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Bus.class},
            (_, method, arguments) -> {
              if (method.getName().equals("store")) {
                return store((OutboundMessage) arguments[0]);
              }
              try {
                return method.invoke(bus, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private CompletableFuture<Bus.PublishAck> store(OutboundMessage message) {
    attempts.add(message);
    if (failures.getAndDecrement() <= 0) {
      return bus.store(message);
    }
    if (stored) {
      bus.store(message).join();
    }
    return CompletableFuture.failedFuture(new IOException("503 No Responders"));
  }
}
