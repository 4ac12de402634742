package io.steward.runtime.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/// A step of a schedule over what was due. It is part of the transaction that accepts the run, and
/// made only while the definition of the schedule is unchanged. So no due time runs twice, none
/// that should run is lost, and a removed schedule does not run.
///
/// @param name the name of the schedule
/// @param definition the id of the command that set it
/// @param handledUntil the time up to which due times are handled after this step
/// @param skipped the number of due times that the step skips
/// @param run the id of the run at that time, if there is one
public record ScheduleAdvance(
    String name, String definition, Instant handledUntil, long skipped, Optional<String> run) {

  private static final String APPLY =
      """
      update schedule set
        place = ?3,
        counted = max(counted, ?3),
        skipped = skipped + ?4,
        runs = runs + (?5 is not null and ?5 not in (select id from message where occasion = ?1)),
        last_id = coalesce(?5, last_id),
        last_due = iif(?5 is null, last_due, ?3)
      where name = ?1 and setting = ?2\
      """;

  void apply(Connection connection) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(APPLY)) {
      update.setString(1, name);
      update.setString(2, definition);
      update.setLong(3, handledUntil.toEpochMilli());
      update.setLong(4, skipped);
      update.setString(5, run.orElse(null));
      if (update.executeUpdate() == 0) {
        throw new SQLException("the schedule " + name + " has been replaced or removed");
      }
    }
  }
}
