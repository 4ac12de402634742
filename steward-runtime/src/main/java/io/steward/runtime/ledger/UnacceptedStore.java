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

/// The messages that this node has sent, each until its receiver has accepted it or it has expired.
/// A broker confirms messages before they are on its disk, so it may lose what it has confirmed.
///
/// Of events, whose receiver may never accept them, the latest 64 MiB are kept.
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
  /// @param subject the subject of its receiver
  /// @param expires the time after which it need not be accepted any more
  /// @param sequence its sequence in its stream, as the broker confirmed it
  public record UnacceptedMessage(String id, Subject subject, Instant expires, long sequence) {}

  /// Appends a message to the outbox, and keeps it. Returns when it is on the disk.
  ///
  /// @param message the message as it is stored
  /// @param id its id
  /// @param subject the subject of its receiver
  /// @param expires the time after which it need not be accepted any more
  /// @throws IOException if it could not be made durable; then it is not sent
  /// @throws InterruptedException if interrupted while waiting for room; then it is not sent
  public void append(OutboxMessage message, String id, Subject subject, Instant expires)
      throws IOException, InterruptedException {
    outbox.append(
        message,
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "insert into unaccepted"
                      + " (id, subject, stored, headers, body, expires, file, file_size)"
                      + " values (?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, id);
            insert.setString(2, subject.toString());
            insert.setString(3, message.subject());
            insert.setString(4, HeaderCodec.write(message.headers()));
            insert.setBytes(5, message.body());
            insert.setLong(6, expires.toEpochMilli());
            BodyRows.set(insert, 7, message.file());
            return insert.executeUpdate();
          }
        });
  }

  /// Records where the broker has stored a message. This need not be durable at once: if it is
  /// unknown, the broker is asked again.
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

  /// The streams in which the broker has stored some of these messages.
  ///
  /// @throws IOException if the ledger cannot be read
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

  /// The messages in a stream below a sequence, latest first.
  ///
  /// @throws IOException if the ledger cannot be read
  public List<UnacceptedMessage> before(String stream, long sequence, int limit)
      throws IOException {
    return select(
        "select * from unaccepted where stream = ? and sequence < ? order by sequence desc limit ?",
        stream,
        sequence,
        limit);
  }

  /// The messages in a stream above a sequence, earliest first.
  ///
  /// @throws IOException if the ledger cannot be read
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

  /// Sends messages again that the broker has lost, in this order.
  ///
  /// @throws IOException if it could not be made durable; then some of them may be sent
  public void resend(Collection<UnacceptedMessage> lost) throws IOException {
    List<CompletableFuture<Optional<OutboxMessage>>> again = new ArrayList<>();
    for (UnacceptedMessage each : lost) {
      again.add(writer.commitLater(connection -> requeue(connection, each.id())));
    }
    for (CompletableFuture<Optional<OutboxMessage>> each : again) {
      GroupCommitWriter.await(each).ifPresent(message -> outbox.onAppended(message.size()));
    }
  }

  /// Appends a message to the outbox again, and forgets where it was stored.
  private static Optional<OutboxMessage> requeue(Connection connection, String id)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("select * from unaccepted where id = ?")) {
      select.setString(1, id);
      try (ResultSet rows = select.executeQuery()) {
        if (!rows.next()) {
          return Optional.empty();
        }
        OutboxMessage message =
            new OutboxMessage(
                rows.getString("stored"),
                HeaderCodec.read(rows.getString("headers")),
                rows.getBytes("body"),
                Optional.empty(),
                BodyRows.read(rows));
        OutboxStore.insert(connection, message);
        stored(connection, id, null, 0);
        return Optional.of(message);
      }
    }
  }

  /// Removes messages that are accepted, or need not be accepted any more.
  ///
  /// @throws IOException if it could not be made durable
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

  /// Evicts the oldest events if they exceed the limit; the broker has confirmed them.
  ///
  /// @throws IOException if it could not be made durable
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

  /// The number of messages.
  ///
  /// @throws IOException if the ledger cannot be read
  public long size() throws IOException {
    return writer.read(connection -> Database.count(connection, "unaccepted"));
  }
}
