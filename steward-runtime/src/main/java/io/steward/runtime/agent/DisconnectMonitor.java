package io.steward.runtime.agent;

import io.steward.api.NodeName;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.ConnectOptions;
import io.steward.runtime.bus.Credentials;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.bus.OutboundMessage;
import io.steward.runtime.bus.SystemAccountConnection;
import io.steward.runtime.config.SystemUser;
import io.steward.runtime.databind.Json;
import io.steward.runtime.fleet.ConnectionIdentity;
import io.steward.runtime.fleet.DisconnectNotice;
import io.steward.runtime.fleet.Presence;
import io.steward.runtime.fleet.Units;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hears from the broker which connections end, and notes it of units for everybody who asks how
/// they are.
///
/// What it misses while it is away is known a little later all the same, by the missing heartbeats.
/// So it is never behind, asks nothing again, and several may do so at once.
final class DisconnectMonitor implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(DisconnectMonitor.class);
  private static final Duration STORE_TIMEOUT = Duration.ofSeconds(2);

  private final Bus bus;
  private final NodeName node;
  private final SystemUser user;
  private final Units units;
  private final Runnable onChange;
  private final SystemAccountConnection link;
  private volatile Optional<String> problem = Optional.empty();
  private boolean checked;

  /// Begins. Returns at once.
  ///
  /// @param servers where brokers may be
  /// @param bus of the node that does so
  /// @param changed called when the problem is another one
  DisconnectMonitor(
      List<URI> servers,
      SystemUser user,
      Bus bus,
      NodeName node,
      InstantSource clock,
      Runnable changed) {
    this.bus = bus;
    this.node = node;
    this.user = user;
    this.units = new Units(bus, clock);
    this.onChange = changed;
    this.link =
        SystemAccountConnection.open(
            ConnectOptions.withCredentials(
                new Credentials.User(user.user(), user.password()), servers),
            node + "-system",
            this::onDisconnect,
            this::check);
    bus.onLinkEvent(own -> {
      if (own == Bus.LinkEvent.UP) {
        link.retryNow();
      }
    });
  }

  private void onDisconnect(InboundMessage event) {
    DisconnectNotice.fromEvent(event)
        .ifPresent(end -> {
          try {
            storeNotice(end);
          } catch (IOException | ExecutionException | TimeoutException e) {
            log.debug(
                "that {} is cut off is left to its heartbeats: {}", end.node(), e.getMessage());
          } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /// Notes it of a unit that has spoken over that connection last. What has another connection by
  /// now, or said goodbye, or is no unit of this fleet, is not cut off.
  private void storeNotice(DisconnectNotice end)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    boolean cut =
        units
            .find(end.node())
            .filter(unit -> unit.presence() != Presence.STOPPED)
            .filter(unit -> unit.reportedOver(end))
            .isPresent();
    if (cut) {
      bus.store(
              new OutboundMessage(
                  bus.addresses().link(end.node()), Headers.NONE, Json.write(end.document())))
          .get(STORE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void check(SystemAccountConnection link) {
    try {
      Optional<String> refusal = link.refusal();
      report(refusal.isPresent() ? refusal : whyUnseen(link));
    } catch (IOException e) {
      log.debug("what is seen of the broker is looked at when it answers: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Why the ends of the fleet's connections are not seen, by what is seen of the node's own.
  private Optional<String> whyUnseen(SystemAccountConnection link)
      throws IOException, InterruptedException {
    String session = bus.session();
    ConnectionIdentity own = ConnectionIdentity.of(session);
    Optional<String> blindness = own.whyUnreported(link.request(own.subject(), own.request()));
    if (!bus.isUp() || !bus.session().equals(session)) {
      throw new IOException("the node's own connection is another one by now");
    }
    return blindness;
  }

  private void report(Optional<String> why) {
    Optional<String> now =
        why.map(reason ->
            "broker.system: no disconnects are heard from the broker as " + user + ": " + reason);
    if (now.equals(problem) && checked) {
      return;
    }
    checked = true;
    problem = now;
    now.ifPresentOrElse(
        reason -> log.error("{}: {}", node, reason),
        () -> log.info("{}: disconnects are heard from the broker as {}", node, user));
    onChange.run();
  }

  /// Why nothing is heard, where that is so.
  Optional<String> problem() {
    return problem;
  }

  @Override
  public void close() {
    link.close();
  }
}
