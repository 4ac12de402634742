package io.steward.runtime.bus;

import io.steward.runtime.access.BrokerAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Logs for an operator when the link of a node goes, why, and when it is back. What lasts is
/// logged once.
///
/// Safe for use by any thread.
final class LinkLog {

  private static final Logger log = LoggerFactory.getLogger(LinkLog.class);

  private final String name;
  private final boolean enabled;
  private String cause = "no reason is known";
  private String told = "";
  private @Nullable Long downSince;

  private LinkLog(String name, boolean enabled) {
    this.name = name;
    this.enabled = enabled;
  }

  /// Logs the events of a link that lasts.
  static LinkLog of(String name) {
    return new LinkLog(name, true);
  }

  /// Logs nothing: a client tells its user itself.
  static LinkLog silent() {
    return new LinkLog("", false);
  }

  /// What has just failed. If the link goes now, this is why.
  synchronized void cause(String why) {
    cause = why;
  }

  /// The broker cannot be used.
  synchronized void refused(List<BrokerAddress> servers, String why) {
    if (enabled && !why.equals(told)) {
      log.error("{}: {}: {}; retrying", name, servers, why);
      told = why;
    }
  }

  /// The broker can be reached, but the fleet's streams cannot be used.
  synchronized void withoutStreams(String why) {
    if (enabled && !why.equals(told)) {
      log.warn("{}: the fleet's streams cannot be used yet: {}; retrying", name, why);
      told = why;
    }
  }

  synchronized void down() {
    if (enabled && downSince == null) {
      downSince = System.nanoTime();
      log.warn("{}: the link to the broker is down: {}", name, cause);
    }
  }

  synchronized void up() {
    Long since = downSince;
    if (since != null) {
      Duration away = Duration.ofNanos(System.nanoTime() - since);
      log.info("{}: the link to the broker is back after {} s", name, away.toSeconds());
    }
    downSince = null;
    told = "";
    cause = "no reason is known";
  }
}
