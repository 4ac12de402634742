package io.steward.runtime.fleet;

import io.steward.api.Domain;
import io.steward.api.MethodName;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Delivery;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Hears the answers to many messages of one method through one subscription, and passes each on to
/// who follows its message: ten thousand subscriptions would cost more than what they hear.
///
/// Safe for use by any thread.
public final class Switchboard implements AutoCloseable {

  private final Map<String, Consumer<Optional<Delivery>>> lines = new ConcurrentHashMap<>();
  private final Bus.Listening listening;
  private volatile boolean closed;

  private Switchboard(Bus bus, MethodName method, Domain domain) {
    this.listening = bus.listen("*.reply." + method + "." + domain + ".*", this::pass);
    bus.onLink(link -> {
      if (link != Bus.Link.DOWN && !closed) {
        lines.values().forEach(line -> line.accept(Optional.empty()));
      }
    });
  }

  /// Begins to hear.
  public static Switchboard on(Bus bus, MethodName method, Domain domain) {
    return new Switchboard(bus, method, domain);
  }

  private void pass(Delivery answer) {
    String id = answer.subject().substring(answer.subject().lastIndexOf('.') + 1);
    Consumer<Optional<Delivery>> line = lines.get(id);
    if (line != null) {
      line.accept(Optional.of(answer));
    }
  }

  /// Passes the answers to one message on.
  ///
  /// @param line told of each answer, and of nothing when some may have been missed
  Bus.Listening connect(String id, Consumer<Optional<Delivery>> line) {
    lines.put(id, line);
    return () -> lines.remove(id);
  }

  @Override
  public void close() {
    closed = true;
    listening.close();
  }
}
