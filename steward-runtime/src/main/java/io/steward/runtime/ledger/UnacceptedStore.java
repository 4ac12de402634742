package io.steward.runtime.ledger;

import io.steward.api.Subject;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The messages this node has sent, each until its receiver has accepted it or it has expired. A
/// broker confirms what it has not yet on its disk, so what it confirmed may be gone again.
///
/// Of events, whose receiver may never come, the latest 64 MiB are kept.
///
/// Safe for use by any thread.
public final class UnacceptedStore {

  static final String SCHEMA =
      """
      create table unaccepted (
        id text primary key,
        subject text not null,
        stored text not null,
        headers text not null,
        body blob not null,
        expires integer not null,
        stream text,
        sequence integer,
        file text,
        file_size integer);
      create index unaccepted_sequence on unaccepted (stream, sequence);
      """;

  private static final String EXCESS_EVENTS =
      """
      from (
        select id, file, sum(length(body) + coalesce(file_size, 0))
          over (order by sequence desc) as so_far
        from unaccepted where sequence is not null and subject like '%.event.%')
      where so_far > ?1\
      """;

  private final GroupCommitWriter writer;
  private final OutboxStore outbox;
  private final BodyStore bodies;

  UnacceptedStore(GroupCommitWriter writer, OutboxStore outbox, BodyStore bodies) {
    this.writer = writer;
    this.outbox = outbox;
    this.bodies = bodies;
  }

  private static final long MAX_EVENT_BYTES = 64L << 20;

  /// A message that was sent.
  ///
  /// @param id its id
  /// @param subject whom it is for
  /// @param expires when nobody need accept it any more
  /// @param sequence its number in its stream, by the broker's word
  public record UnacceptedMessage(String id, Subject subject, Instant expires, long sequence) {}

  /// Posts a message, and keeps it. Returns when it is on the disk.
  ///
  /// @param outgoing the message as it is stored
  /// @param id its id
  /// @param subject whom it is for
  /// @param expires when nobody need accept it any more
  /// @throws IOException when it could not be made durable; it is not said
  /// @throws InterruptedException when interrupted while waiting for room; it is not said
  public void append(OutboxMessage outgoing, String id, Subject subject, Instant expires)
      throws IOException, InterruptedException {
    outbox.append(
        outgoing,
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "insert into unaccepted"
                      + " (id, subject, stored, headers, body, expires, file, file_size)"
                      + " values (?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, id);
            insert.setString(2, subject.toString());
            insert.setString(3, outgoing.subject());
            insert.setString(4, HeaderCodec.write(outgoing.headers()));
            insert.setBytes(5, outgoing.body());
            insert.setLong(6, expires.toEpochMilli());
            BodyRows.set(insert, 7, outgoing.file());
            return insert.executeUpdate();
          }
        });
  }

  /// Notes where the broker says that it has a message. Need not be durable at once: it is asked
  /// again when it is not known.
  static void stored(Connection connection, String id, @Nullable String stream, long sequence)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "update unaccepted set stream = ?, sequence = ? where id = ?")) {
      update.setString(1, stream);
      update.setLong(2, sequence);
      update.setString(3, id);
      update.executeUpdate();
    }
  }

  /// The streams that the broker said it has some of these messages in.
  ///
  /// @throws IOException when the ledger cannot be read
  public List<String> streams() throws IOException {
    return writer.read(connection -> {
      List<String> streams = new ArrayList<>();
      try (PreparedStatement select =
              connection.prepareStatement(
                  "select distinct stream from unaccepted where stream is not null");
          ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          streams.add(rows.getString(1));
        }
      }
      return streams;
    });
  }

  /// Those in a stream below a sequence, the latest first.
  ///
  /// @throws IOException when the ledger cannot be read
  public List<UnacceptedMessage> before(String stream, long sequence, int limit)
      throws IOException {
    return select(
        "select * from unaccepted where stream = ? and sequence < ? order by sequence desc limit ?",
        stream,
        sequence,
        limit);
  }

  /// Those in a stream above a sequence, the earliest first.
  ///
  /// @throws IOException when the ledger cannot be read
  public List<UnacceptedMessage> after(String stream, long sequence, int limit) throws IOException {
    return select(
        "select * from unaccepted where stream = ? and sequence > ? order by sequence limit ?",
        stream,
        sequence,
        limit);
  }

  private List<UnacceptedMessage> select(String sql, String stream, long sequence, int limit)
      throws IOException {
    return writer.read(connection -> {
      List<UnacceptedMessage> found = new ArrayList<>();
      try (PreparedStatement select = connection.prepareStatement(sql)) {
        select.setString(1, stream);
        select.setLong(2, sequence);
        select.setInt(3, limit);
        try (ResultSet rows = select.executeQuery()) {
          while (rows.next()) {
            found.add(
                new UnacceptedMessage(
                    rows.getString("id"),
                    Subject.parse(rows.getString("subject")),
                    Instant.ofEpochMilli(rows.getLong("expires")),
                    rows.getLong("sequence")));
          }
        }
      }
      return found;
    });
  }

  /// Says some again, which the broker has lost, in this order.
  ///
  /// @throws IOException when it could not be made durable; then some of them may be said
  public void resend(Collection<UnacceptedMessage> lost) throws IOException {
    List<CompletableFuture<Optional<OutboxMessage>>> again = new ArrayList<>();
    for (UnacceptedMessage each : lost) {
      again.add(writer.commitLater(connection -> requeue(connection, each.id())));
    }
    for (CompletableFuture<Optional<OutboxMessage>> each : again) {
      GroupCommitWriter.await(each).ifPresent(outgoing -> outbox.onAppended(outgoing.size()));
    }
  }

  /// Forgets where one is stored, and posts it.
  private static Optional<OutboxMessage> requeue(Connection connection, String id)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("select * from unaccepted where id = ?")) {
      select.setString(1, id);
      try (ResultSet rows = select.executeQuery()) {
        if (!rows.next()) {
          return Optional.empty();
        }
        OutboxMessage outgoing =
            new OutboxMessage(
                rows.getString("stored"),
                HeaderCodec.read(rows.getString("headers")),
                rows.getBytes("body"),
                Optional.empty(),
                BodyRows.read(rows));
        OutboxStore.insert(connection, outgoing);
        stored(connection, id, null, 0);
        return Optional.of(outgoing);
      }
    }
  }

  /// Lets go of some: they are accepted, or nobody need accept them any more.
  ///
  /// @throws IOException when it could not be made durable
  public void removeAccepted(Collection<UnacceptedMessage> settled) throws IOException {
    bodies.delete(
        writer.commit(connection -> {
          List<String> files = new ArrayList<>();
          try (PreparedStatement delete =
              connection.prepareStatement("delete from unaccepted where id = ? returning file")) {
            for (UnacceptedMessage each : settled) {
              delete.setString(1, each.id());
              try (ResultSet rows = delete.executeQuery()) {
                while (rows.next()) {
                  Optional.ofNullable(rows.getString(1)).ifPresent(files::add);
                }
              }
            }
          }
          return BodyRows.unreferenced(connection, files);
        }));
  }

  /// Lets go of the earliest events when they are too many; the broker has them, by its word.
  ///
  /// @throws IOException when it could not be made durable
  public void evictEvents() throws IOException {
    bodies.delete(
        writer.commit(connection -> {
          List<String> files =
              BodyRows.find(
                  connection,
                  "select file " + EXCESS_EVENTS + " and file is not null",
                  MAX_EVENT_BYTES);
          try (PreparedStatement delete =
              connection.prepareStatement(
                  "delete from unaccepted where id in (select id " + EXCESS_EVENTS + ")")) {
            delete.setLong(1, MAX_EVENT_BYTES);
            delete.executeUpdate();
          }
          return BodyRows.unreferenced(connection, files);
        }));
  }

  /// How many there are.
  ///
  /// @throws IOException when the ledger cannot be read
  public long size() throws IOException {
    return writer.read(connection -> Ledger.count(connection, "unaccepted"));
  }
}
