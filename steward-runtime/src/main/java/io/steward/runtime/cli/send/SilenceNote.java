package io.steward.runtime.cli.send;

import io.steward.api.State;
import io.steward.runtime.cli.option.SendOptions;
import io.steward.runtime.fleet.Presence;
import io.steward.runtime.fleet.Unit;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a program says of units that it waits for and that are not online.
///
/// @param expires when commands that have not been started expire
/// @param cancels whether the program cancels what has no outcome when it has waited long enough
record SilenceNote(Optional<Instant> expires, boolean cancels) {

  private static final int MAX_NAMES = 10;

  /// A message that a program waits for.
  ///
  /// @param state its latest state
  record Waiting(String id, State state) {}

  static SilenceNote of(SendOptions options) {
    return new SilenceNote(
        options
            .timeToExpiry()
            .map((Duration time) -> Instant.now().plus(time).truncatedTo(ChronoUnit.SECONDS)),
        options.cancelsUnfinished());
  }

  /// The note.
  ///
  /// @param units at least one
  /// @param messages what each of them is to do, by name
  String text(List<Unit> units, Map<String, Waiting> messages) {
    if (units.size() > 1) {
      String more = units.size() > MAX_NAMES ? " and " + (units.size() - MAX_NAMES) + " more" : "";
      return "steward: %d units are not online: %s%s; their commands wait for them%s; %s"
          .formatted(
              units.size(),
              units.stream()
                  .limit(MAX_NAMES)
                  .map(unit -> unit.name() + " " + presence(unit))
                  .collect(Collectors.joining(", ")),
              more,
              expiry("they expire"),
              end("them", "ID"));
    }
    Unit unit = units.getFirst();
    Waiting message =
        messages.getOrDefault(unit.name(), new Waiting("ID", State.InProgress.STORED));
    String consequence =
        message.state() == State.InProgress.STORED
            ? "the command waits for it" + expiry("it expires")
            : "the command was "
                + message.state().word()
                + ", its outcome comes once the unit is back";
    return "steward: %s is %s, %s; %s; %s"
        .formatted(unit.name(), presence(unit), unit.why(), consequence, end("it", message.id()));
  }

  private static String presence(Unit unit) {
    return unit.presence() == Presence.UNSEEN
        ? unit.presence().word()
        : unit.presence().word() + " since " + unit.since().truncatedTo(ChronoUnit.SECONDS);
  }

  private String expiry(String expire) {
    return expires.map(time -> " until " + expire + " at " + time).orElse("");
  }

  private String end(String object, String id) {
    return cancels
        ? "--or-cancel cancels " + object + " when --wait is over"
        : "Ctrl-C does not cancel " + object + ", steward cancel " + id + " does";
  }
}
