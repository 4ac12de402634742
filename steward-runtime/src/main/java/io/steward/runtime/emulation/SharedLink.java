package io.steward.runtime.emulation;

import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.InboundMessage;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/// A connection that many units share, with cached answers of the broker that they would otherwise
/// each ask for.
///
/// Safe for use by any thread.
final class SharedLink implements AutoCloseable {

  private final Bus bus;
  private final Addresses addresses;
  private final Map<String, EmulatedUnit> units = new ConcurrentHashMap<>();
  private final Map<String, String> incarnations = new HashMap<>();
  private final Bus.SubscriptionSet subscriptions;
  private String session = "";
  private volatile boolean closed;

  SharedLink(Bus bus) throws InterruptedException {
    this.bus = bus;
    this.addresses = bus.addresses();
    this.subscriptions = bus.subscriptions(this::receive);
    AtomicBoolean first = new AtomicBoolean(true);
    bus.onLinkEvent(link -> {
      if (!first.getAndSet(false) && link != Bus.LinkEvent.DOWN && !closed) {
        units.values().forEach(unit -> unit.suspectGap(link == Bus.LinkEvent.UP));
      }
    });
  }

  Bus bus() {
    return bus;
  }

  Addresses addresses() {
    return addresses;
  }

  /// Subscribes to the commands for a unit.
  void connect(EmulatedUnit unit) {
    units.put(unit.name().value(), unit);
    subscriptions.add(commandSubjects(unit));
  }

  /// Unsubscribes from the commands for a unit.
  void disconnect(EmulatedUnit unit) {
    subscriptions.remove(commandSubjects(unit));
    units.remove(unit.name().value());
  }

  private static String commandSubjects(EmulatedUnit unit) {
    return unit.name() + ".command.>";
  }

  private void receive(InboundMessage message) {
    String subject = message.subject();
    EmulatedUnit unit = units.get(subject.substring(0, subject.indexOf('.')));
    if (unit != null) {
      unit.receive(message);
    }
  }

  /// The incarnation of a stream, queried once per connection.
  ///
  /// @throws IOException if the broker cannot be queried
  synchronized String incarnation(String stream) throws IOException, InterruptedException {
    String current = bus.session();
    if (!current.equals(session)) {
      incarnations.clear();
      session = current;
    }
    String incarnation = incarnations.get(stream);
    if (incarnation == null) {
      incarnation = bus.incarnation(stream);
      incarnations.put(stream, incarnation);
    }
    return incarnation;
  }

  @Override
  public void close() {
    closed = true;
    subscriptions.close();
  }
}
