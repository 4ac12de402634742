package io.steward.runtime.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/// A step of a schedule over what was due: made in the transaction that accepts the run, and only
/// while the schedule is set as it was. So no due time runs twice, none that was to run is lost,
/// and none runs of a schedule that is gone.
///
/// @param name of the schedule
/// @param definition the id of the command that set it
/// @param place up to when what was due is dealt with now
/// @param skipped how many due times were left out on the way
/// @param run the id of the run at that place, if there is one
public record ScheduleStep(
    String name, String definition, Instant place, long skipped, Optional<String> run) {

  private static final String APPLY =
      """
      update schedule set
        place = ?3,
        counted = max(counted, ?3),
        skipped = skipped + ?4,
        runs = runs + (?5 is not null and ?5 not in (select id from message)),
        last_id = coalesce(?5, last_id),
        last_due = iif(?5 is null, last_due, ?3)
      where name = ?1 and setting = ?2\
      """;

  void apply(Connection connection) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(APPLY)) {
      update.setString(1, name);
      update.setString(2, definition);
      update.setLong(3, place.toEpochMilli());
      update.setLong(4, skipped);
      update.setString(5, run.orElse(null));
      if (update.executeUpdate() == 0) {
        throw new SQLException("the schedule " + name + " has been set anew, or is gone");
      }
    }
  }
}
