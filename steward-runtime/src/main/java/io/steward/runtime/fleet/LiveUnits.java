package io.steward.runtime.fleet;

import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.InboundMessage;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All units of the fleet, kept up to date by a subscription. The bucket is read once, and again
/// whenever messages may have been missed.
///
/// Safe for use by any thread.
public final class LiveUnits implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LiveUnits.class);

  private final Bus bus;
  private final Units units;
  private final Addresses addresses;
  private final Map<String, Unit> latest = new ConcurrentSkipListMap<>();
  private final Map<String, DisconnectNotice> disconnects = new ConcurrentHashMap<>();
  private final Set<String> receivedUnits = ConcurrentHashMap.newKeySet();
  private final Set<String> receivedDisconnects = ConcurrentHashMap.newKeySet();
  private final List<Bus.Subscription> subscriptions;
  private volatile boolean closed;

  private LiveUnits(Bus bus, InstantSource clock) throws InterruptedException {
    this.bus = bus;
    this.units = new Units(bus, clock);
    this.addresses = bus.addresses();
    this.subscriptions =
        List.of(
            bus.subscribe(addresses.unitsSubject(), this::receiveState),
            bus.subscribe(addresses.linksSubject(), this::receiveDisconnect));
  }

  /// Follows the units, and returns when all of them are known.
  ///
  /// @param clock the clock that tells whether heartbeats are missing
  /// @throws IOException if the broker cannot be queried
  public static LiveUnits follow(Bus bus, InstantSource clock)
      throws IOException, InterruptedException {
    LiveUnits live = new LiveUnits(bus, clock);
    try {
      live.read();
      AtomicBoolean first = new AtomicBoolean(true);
      bus.onLinkEvent(link -> {
        if (!first.getAndSet(false) && link != Bus.LinkEvent.DOWN) {
          live.reread();
        }
      });
      return live;
    } catch (IOException | InterruptedException e) {
      live.close();
      throw e;
    }
  }

  private void receiveState(InboundMessage message) {
    String name = Units.key(message);
    receivedUnits.add(name); // first, so that a concurrent read does not replace the newer state
    units.unit(message).ifPresentOrElse(unit -> latest.put(name, unit), () -> latest.remove(name));
  }

  private void receiveDisconnect(InboundMessage message) {
    DisconnectNotice.fromBucket(message)
        .ifPresent(notice -> {
          receivedDisconnects.add(notice.node().value());
          disconnects.put(notice.node().value(), notice);
        });
  }

  /// A message received during a read is newer than what is read.
  private synchronized void read() throws IOException, InterruptedException {
    receivedUnits.clear();
    receivedDisconnects.clear();
    new DisconnectNotices(bus)
        .all()
        .forEach((name, notice) -> {
          if (!receivedDisconnects.contains(name)) {
            disconnects.put(name, notice);
          }
        });
    try (Bus.StreamReader reader =
        bus.read(
            addresses.unitsStream(),
            addresses.unitsSubject(),
            new Bus.StartPosition.LastPerSubject(false))) {
      for (var next = reader.next(); next.isPresent(); next = reader.next()) {
        String name = Units.key(next.get());
        units
            .unit(next.get())
            .filter(unit -> !receivedUnits.contains(name))
            .ifPresent(unit -> latest.put(name, unit));
      }
    }
  }

  private void reread() {
    if (closed) {
      return;
    }
    try {
      read();
    } catch (IOException e) {
      log.debug("the units are read again when the link is back: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// All units, by name.
  ///
  /// @param now the time at which missing heartbeats are judged
  public List<Unit> at(Instant now) {
    return latest.values().stream()
        .map(unit ->
            unit.withDisconnect(Optional.ofNullable(disconnects.get(unit.name()))).judgedAt(now))
        .toList();
  }

  /// The units whose presence differs from the known one; updates the known presences.
  ///
  /// @param known the known presence of each unit, by name
  /// @param now the time at which missing heartbeats are judged
  public List<Unit> changesSince(Map<String, Presence> known, Instant now) {
    return at(now).stream()
        .filter(unit -> known.put(unit.name(), unit.presence()) != unit.presence())
        .toList();
  }

  @Override
  public void close() {
    closed = true;
    subscriptions.forEach(Bus.Subscription::close);
  }
}
