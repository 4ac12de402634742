package io.steward.runtime.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.api.NodeName;
import io.steward.api.Subject;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A ledger whose file is damaged or has another version.
class DamageTest {

  private static final InstantSource CLOCK = InstantSource.system();

  @TempDir private Path folder = Path.of("");

  private Path file() {
    return folder.resolve("ledger.db");
  }

  private void fill() throws IOException {
    try (Ledger ledger = Ledger.open(folder, CLOCK)) {
      for (int i = 0; i < 200; i++) {
        ledger.cancel(cancellation("a".repeat(100) + i));
      }
    }
  }

  private List<Path> setAside() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(path -> path.getFileName().toString().contains("damaged")).toList();
    }
  }

  private void assertSetAside() throws IOException {
    for (int opened = 0; opened < 2; opened++) {
      try (Ledger ledger = Ledger.open(folder, CLOCK)) {
        assertThat(ledger.problems())
            .singleElement()
            .asString()
            .contains("a damaged ledger was set aside as ledger.db.damaged-");
        ledger.cancel(cancellation("new"));
        assertThat(ledger.cancellations(cancellation("new").key())).isNotEmpty();
      }
    }
    for (Path damaged : setAside()) {
      Files.delete(damaged);
    }
    try (Ledger ledger = Ledger.open(folder, CLOCK)) {
      assertThat(ledger.problems()).isEmpty();
    }
  }

  @Test
  void setsAsideAFileThatIsNoDatabaseAndReportsItUntilItIsRemoved() throws Exception {
    Files.writeString(file(), "something else entirely\n".repeat(1000));
    try (Ledger ledger = Ledger.open(folder, CLOCK)) {
      assertThat(ledger.size()).isZero();
    }
    assertThat(setAside())
        .singleElement()
        .satisfies(path -> assertThat(path).content().startsWith("something else entirely"));
    assertSetAside();
  }

  @Test
  void detectsOverwrittenPages() throws Exception {
    fill();
    byte[] noise = new byte[6000];
    new Random(1).nextBytes(noise);
    try (RandomAccessFile raw = new RandomAccessFile(file().toFile(), "rw")) {
      raw.seek(raw.length() / 2);
      raw.write(noise);
    }
    assertSetAside();
  }

  private static Cancellation cancellation(String id) {
    return new Cancellation(
        new MessageKey(Subject.parse("ship1.command.echo.test"), id),
        Optional.empty(),
        new NodeName("central"));
  }

  @Test
  void detectsATruncatedFile() throws Exception {
    fill();
    try (RandomAccessFile raw = new RandomAccessFile(file().toFile(), "rw")) {
      raw.setLength(raw.length() / 2);
    }
    assertSetAside();
  }

  @Test
  void leavesAFileOfAnUnknownSchemaVersionUnchanged() throws Exception {
    fill();
    try (var connection = new Database(folder).open("", List.of("", "", ""));
        var statement = connection.createStatement()) {
      statement.executeUpdate("pragma user_version = 99");
    }
    assertThatThrownBy(() -> Ledger.open(folder, CLOCK))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("schema version 99");
    assertThat(setAside()).isEmpty();
  }

  @Test
  void migratesAFileOfTheFirstVersion() throws Exception {
    fill();
    try (var connection = new Database(folder).open("", List.of("", "", ""));
        var statement = connection.createStatement()) {
      statement.executeUpdate("drop table schedule");
      statement.executeUpdate("drop table reconciled");
      statement.executeUpdate("drop table last_answer");
      statement.executeUpdate("drop table message");
      statement.executeUpdate("drop table cancelled");
      statement.executeUpdate("create table cancelled (number integer primary key, id text)");
      statement.executeUpdate("alter table cursor drop column stored");
      statement.executeUpdate(
          """
          create table message (
            number integer primary key autoincrement, id text not null unique,
            subject text not null, sender text not null, received integer not null,
            expires integer, timeout integer, sequence integer not null, trace text,
            reply_to text, body blob not null, body_at text, state text not null,
            ended integer, said integer, answer_subject text, answer_headers text,
            answer_body blob, file text, file_size integer)\
          """);
      statement.executeUpdate("create index message_open on message (ended)");
      statement.executeUpdate("create index message_said on message (said)");
      statement.executeUpdate("create index message_file on message (file)");
      statement.executeUpdate(
          """
          insert into message (id, subject, sender, received, sequence, body, state) values
            ('old', 'ship1.command.echo.test', 'central', 1, 7, x'', 'accepted')\
          """);
      statement.executeUpdate("pragma user_version = 1");
    }
    for (int opened = 0; opened < 2; opened++) {
      try (Ledger ledger = Ledger.open(folder, CLOCK)) {
        assertThat(ledger.open())
            .extracting(each -> each.entry().key())
            .containsExactly(new MessageKey(Subject.parse("ship1.command.echo.test"), "old"));
        ledger.schedules().set("daily", "id", "{}", new NodeName("central"), CLOCK.instant());
        assertThat(ledger.schedules().all()).hasSize(1);
      }
    }
    assertThat(setAside()).isEmpty();
  }
}
