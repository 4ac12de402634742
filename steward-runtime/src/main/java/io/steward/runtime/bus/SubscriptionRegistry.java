package io.steward.runtime.bus;

import io.nats.client.Connection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The subscriptions of a link. They are made as soon as there is a connection, and again over each
/// later one.
final class SubscriptionRegistry {

  private final Set<NatsSubscriptionSet> sets = ConcurrentHashMap.newKeySet();
  private volatile @Nullable Connection connection;

  void add(NatsSubscriptionSet set) {
    sets.add(set);
    Connection current = connection;
    if (current != null) {
      set.renew(current); // messages published from now on are received
    }
  }

  void remove(NatsSubscriptionSet set) {
    sets.remove(set);
  }

  /// Makes all subscriptions over a connection. When this returns, no handler is called any more
  /// with a message that was received before.
  void renew(Connection current) {
    connection = current;
    sets.forEach(each -> each.renew(current));
  }

  /// Makes a subscription again.
  ///
  /// @return whether there is one
  boolean renew(String subject) {
    return sets.stream().filter(each -> each.renew(subject)).count() > 0;
  }
}
