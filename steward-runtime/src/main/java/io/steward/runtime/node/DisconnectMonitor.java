package io.steward.runtime.node;

import io.steward.api.NodeName;
import io.steward.runtime.access.BrokerAddress;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.ConnectOptions;
import io.steward.runtime.bus.Credentials;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.bus.OutboundMessage;
import io.steward.runtime.bus.SystemAccountConnection;
import io.steward.runtime.databind.Json;
import io.steward.runtime.fleet.ConnectionIdentity;
import io.steward.runtime.fleet.DisconnectNotice;
import io.steward.runtime.fleet.Presence;
import io.steward.runtime.fleet.Units;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Receives the broker's disconnect events, and stores a disconnect notice for each unit that was
/// cut off, so that every reader of unit states sees it.
///
/// A disconnect that it misses while it is not connected shows a little later by missing
/// heartbeats. So it never has to catch up, and several monitors may run concurrently.
final class DisconnectMonitor implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(DisconnectMonitor.class);
  private static final Duration STORE_TIMEOUT = Duration.ofSeconds(2);

  private final Bus bus;
  private final NodeName node;
  private final Credentials.User user;
  private final Units units;
  private final Runnable onChange;
  private final SystemAccountConnection link;
  private volatile Optional<String> problem = Optional.empty();
  private boolean checked;

  /// Starts connecting, and returns at once.
  ///
  /// @param servers the addresses of the brokers
  /// @param user of the broker's system account
  /// @param bus the bus of this node
  /// @param onChange called whenever {@link #problem} changes
  DisconnectMonitor(
      List<BrokerAddress> servers,
      Credentials.User user,
      Bus bus,
      NodeName node,
      InstantSource clock,
      Runnable onChange) {
    this.bus = bus;
    this.node = node;
    this.user = user;
    this.units = new Units(bus, clock);
    this.onChange = onChange;
    this.link =
        SystemAccountConnection.open(
            ConnectOptions.withCredentials(user, servers),
            node + "-system",
            this::onDisconnect,
            this::check);
    bus.onLinkEvent(event -> {
      if (event == Bus.LinkEvent.UP) {
        link.retryNow();
      }
    });
  }

  private void onDisconnect(InboundMessage event) {
    DisconnectNotice.fromEvent(event)
        .ifPresent(notice -> {
          try {
            storeNotice(notice);
          } catch (IOException | ExecutionException | TimeoutException e) {
            log.debug(
                "no disconnect notice for {}, whose missing heartbeats will show it: {}",
                notice.node(),
                e.getMessage());
          } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /// Stores the notice if the unit's last report came over that connection. A unit that has
  /// reconnected or stopped, or that is not of this fleet, is not cut off.
  private void storeNotice(DisconnectNotice notice)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    boolean cutOff =
        units
            .find(notice.node())
            .filter(unit -> unit.presence() != Presence.STOPPED)
            .filter(unit -> unit.reportedOver(notice))
            .isPresent();
    if (cutOff) {
      bus.store(
              new OutboundMessage(
                  bus.addresses().linkSubject(notice.node()),
                  Headers.NONE,
                  Json.write(notice.document())))
          .get(STORE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void check(SystemAccountConnection link) {
    try {
      Optional<String> refusal = link.refusal();
      report(refusal.isPresent() ? refusal : whyUnseen(link));
    } catch (IOException e) {
      log.debug("checking disconnect events again when the broker answers: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Why disconnect events of this fleet would not arrive, judging by whether the node's own
  /// connection is visible; empty if they do arrive.
  private Optional<String> whyUnseen(SystemAccountConnection link)
      throws IOException, InterruptedException {
    String session = bus.session();
    ConnectionIdentity own = ConnectionIdentity.of(session);
    Optional<String> reason = own.whyUnreported(link.request(own.subject(), own.request()));
    if (!bus.isUp() || !bus.session().equals(session)) {
      throw new IOException("the node has reconnected meanwhile");
    }
    return reason;
  }

  private void report(Optional<String> reason) {
    Optional<String> current =
        reason.map(text ->
            "broker.system: cannot receive disconnect events from the broker as "
                + user
                + ": "
                + text);
    if (current.equals(problem) && checked) {
      return;
    }
    checked = true;
    problem = current;
    current.ifPresentOrElse(
        text -> log.error("{}: {}", node, text),
        () -> log.info("{}: receiving disconnect events from the broker as {}", node, user));
    onChange.run();
  }

  /// Why disconnect events do not arrive; empty while they do, and until the first check.
  Optional<String> problem() {
    return problem;
  }

  @Override
  public void close() {
    link.close();
  }
}
