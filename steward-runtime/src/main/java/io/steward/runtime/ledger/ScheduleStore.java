package io.steward.runtime.ledger;

import io.steward.api.NodeName;
import io.steward.api.State;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The table of schedules, with how far each of them has come. When a method returns, its change is
/// on the disk.
///
/// Safe for use by any thread.
public final class ScheduleStore {

  static final String SCHEMA =
      """
      create table schedule (
        name text primary key,
        setting text not null,
        content text not null,
        set_by text not null,
        set_at integer not null,
        place integer not null,
        counted integer not null,
        last_id text,
        last_due integer,
        runs integer not null,
        skipped integer not null);
      """;

  /// A schedule that is set again with the same content keeps its place.
  private static final String SET =
      """
      insert into schedule
        (name, setting, content, set_by, set_at, place, counted, runs, skipped)
      values (?1, ?2, ?3, ?4, ?5, ?5, ?5, 0, 0)
      on conflict (name) do update set
        setting = iif(content = ?3, setting, ?2),
        place = iif(content = ?3, place, ?5),
        counted = iif(content = ?3, counted, ?5),
        last_id = iif(content = ?3, last_id, null),
        last_due = iif(content = ?3, last_due, null),
        runs = iif(content = ?3, runs, 0),
        skipped = iif(content = ?3, skipped, 0),
        content = ?3, set_by = ?4, set_at = ?5\
      """;

  private static final String ALL =
      """
      select schedule.*, message.state as last_state
      from schedule left join message on message.id = schedule.last_id
        and message.occasion = schedule.name
      order by name\
      """;

  private final GroupCommitWriter writer;

  ScheduleStore(GroupCommitWriter writer) {
    this.writer = writer;
  }

  /// All schedules, by name.
  ///
  /// @throws IOException if the ledger cannot be read
  public List<StoredSchedule> all() throws IOException {
    return writer.read(connection -> {
      List<StoredSchedule> all = new ArrayList<>();
      try (PreparedStatement select = connection.prepareStatement(ALL);
          ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          all.add(read(rows));
        }
      }
      return all;
    });
  }

  private static StoredSchedule read(ResultSet row) throws SQLException {
    Optional<String> lastState = Optional.ofNullable(row.getString("last_state"));
    Instant lastDue = Instant.ofEpochMilli(row.getLong("last_due"));
    return new StoredSchedule(
        row.getString("name"),
        row.getString("setting"),
        row.getString("content"),
        new NodeName(row.getString("set_by")),
        Instant.ofEpochMilli(row.getLong("set_at")),
        Instant.ofEpochMilli(row.getLong("place")),
        Instant.ofEpochMilli(row.getLong("counted")),
        Optional.ofNullable(row.getString("last_id"))
            .map(id -> new StoredSchedule.LastRun(id, lastDue, lastState.map(State::parse))),
        row.getLong("runs"),
        row.getLong("skipped"));
  }

  /// Sets or replaces a schedule. With the same content it continues where it was.
  ///
  /// @param setting the id of the command that sets it
  /// @param content its definition, as JSON
  /// @param by the node that sets it
  /// @param at when it is set; it can be due from then on
  /// @throws IOException if it could not be made durable; then nothing is set
  public void set(String name, String setting, String content, NodeName by, Instant at)
      throws IOException {
    writer.commit(connection -> {
      try (PreparedStatement insert = connection.prepareStatement(SET)) {
        insert.setString(1, name);
        insert.setString(2, setting);
        insert.setString(3, content);
        insert.setString(4, by.toString());
        insert.setLong(5, at.toEpochMilli());
        return insert.executeUpdate();
      }
    });
  }

  /// Removes a schedule.
  ///
  /// @return whether it was there
  /// @throws IOException if it could not be made durable; then it is still there
  public boolean remove(String name) throws IOException {
    return writer.commit(connection -> {
      try (PreparedStatement delete =
          connection.prepareStatement("delete from schedule where name = ?")) {
        delete.setString(1, name);
        return delete.executeUpdate() == 1;
      }
    });
  }

  /// Applies a step without a run.
  ///
  /// @throws IOException if it could not be made durable; then it is not applied
  public void apply(ScheduleAdvance step) throws IOException {
    writer.commit((Connection connection) -> {
      step.apply(connection);
      return true;
    });
  }
}
