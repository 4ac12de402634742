package io.steward.plugin.service;

import io.steward.api.Description;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The status of a unit, in systemd's own words: org.freedesktop.systemd1(5).
///
/// @param unit its full name
/// @param description its description
/// @param load whether systemd could load it
/// @param active whether it is up
/// @param sub the same in more detail, specific to its type
/// @param enabled whether it is started at boot
/// @param since when `active` and `sub` last changed
/// @param pid of its main process, if it runs
/// @param exit exit status of its main process, if it has ended
/// @param result why it failed, or `success`
/// @param restarts how often systemd has restarted it by itself
public record UnitStatus(
    @Description("The full name.") String unit,
    @Description("The description of the unit.") String description,
    @Description("loaded, not-found, masked, …") String load,
    @Description("active, inactive, failed, …") String active,
    @Description("running, exited, dead, …") String sub,
    @Description("enabled, disabled, static, …") String enabled,
    @Description("When it entered this state.") Optional<Instant> since,
    @Description("The id of its main process, if it runs.") Optional<Long> pid,
    @Description("The exit status of its main process, if it has ended.") Optional<Integer> exit,
    @Description("Why it failed, or success.") String result,
    @Description("How often systemd has restarted it.") Optional<Integer> restarts) {

  /// The properties to request from systemctl.
  static final List<String> PROPERTIES =
      List.of(
          "Id",
          "Description",
          "LoadState",
          "ActiveState",
          "SubState",
          "UnitFileState",
          "StateChangeTimestamp",
          "MainPID",
          "ExecMainExitTimestampMonotonic",
          "ExecMainStatus",
          "Result",
          "NRestarts");

  private static final String NOT_FOUND = "not-found";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("EEE uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  /// Parses the output of `systemctl show`: a line `Key=value` for each property of the unit's
  /// type.
  static UnitStatus parse(UnitName unit, String shown) {
    Map<String, String> values = new HashMap<>();
    shown
        .lines()
        .map(line -> line.split("=", 2))
        .filter(pair -> pair.length == 2)
        .forEach(pair -> values.put(pair[0], pair[1]));
    Optional<Long> ended = number(values, "ExecMainExitTimestampMonotonic").filter(at -> at > 0);
    return new UnitStatus(
        values.getOrDefault("Id", unit.value()),
        values.getOrDefault("Description", ""),
        values.getOrDefault("LoadState", ""),
        values.getOrDefault("ActiveState", ""),
        values.getOrDefault("SubState", ""),
        values.getOrDefault("UnitFileState", ""),
        time(values.getOrDefault("StateChangeTimestamp", "")),
        number(values, "MainPID").filter(pid -> pid > 0),
        ended.flatMap(_ -> number(values, "ExecMainStatus")).map(Long::intValue),
        values.getOrDefault("Result", ""),
        number(values, "NRestarts").map(Long::intValue));
  }

  /// Whether the unit exists.
  boolean isFound() {
    return !load.equals(NOT_FOUND);
  }

  private static Optional<Long> number(Map<String, String> values, String key) {
    return Optional.ofNullable(values.get(key))
        .filter(value -> value.matches("\\d{1,18}"))
        .map(Long::valueOf);
  }

  private static Optional<Instant> time(String value) {
    try {
      return Optional.of(TIME.parse(value, Instant::from));
    } catch (DateTimeException never) {
      return Optional.empty(); // the state never changed
    }
  }
}
