package io.steward.runtime.targeting;

import io.steward.runtime.fleet.Presence;
import io.steward.runtime.fleet.Unit;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Units for tests of expressions.
final class TestFleet {

  static final Unit SHIP1 =
      unit(
          "ship1",
          Presence.ONLINE,
          "1.10.0",
          Map.of("region", "north", "class", "tanker"),
          Map.of("cpu", Map.of("cores", 4), "memory", Map.of("total", 8L << 30)));

  static final Unit SHIP2 =
      unit(
          "ship2",
          Presence.SILENT,
          "1.9.3",
          Map.of("region", "south", "class", "ferry", "not", "odd", "state", "of Maine"),
          Map.of("cpu", Map.of("cores", 16), "memory", Map.of("total", 512L << 20)));

  static final Unit CENTRAL =
      unit("central", Presence.ONLINE, "1.10.0", Map.of("role", "station"), Map.of());

  static final List<Unit> ALL = List.of(CENTRAL, SHIP1, SHIP2);

  private TestFleet() {}

  private static Unit unit(
      String name,
      Presence presence,
      String version,
      Map<String, Object> labels,
      Map<String, Object> facts) {
    Map<String, Object> shell =
        Map.of("id", "shellcommand", "methods", List.of(Map.of("name", "shellcommand")));
    Map<String, Object> syslog =
        Map.of(
            "id",
            "syslogforwarding",
            "methods",
            List.of(Map.of("name", "syslogforwarding"), Map.of("name", "rotate")));
    return new Unit(
        name,
        presence,
        Instant.EPOCH,
        Map.of(
            "version",
            version,
            "labels",
            labels,
            "facts",
            facts,
            "system",
            Map.of("arch", "amd64"),
            "plugins",
            name.equals("ship1") ? List.of(shell, syslog) : List.of(shell)));
  }
}
