package io.steward.runtime.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.runtime.files.FolderIdentity;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is reported as being on the disk is there.
class GroupCommitWriterTest {

  private static final String SCHEMA = "create table note (id integer primary key, body blob)";

  @TempDir private Path folder = Path.of("");

  private GroupCommitWriter open() throws IOException {
    return new GroupCommitWriter(
        new Database(folder).open(SCHEMA, List.of()), "test", FolderIdentity.of(folder));
  }

  private static CompletableFuture<Integer> insert(GroupCommitWriter writer, int id, int size) {
    return writer.commitLater(connection -> {
      try (PreparedStatement insert =
          connection.prepareStatement("insert into note values (?, zeroblob(?))")) {
        insert.setInt(1, id);
        insert.setInt(2, size);
        return insert.executeUpdate();
      }
    });
  }

  private static boolean exists(GroupCommitWriter writer, int id) throws IOException {
    return writer.read(connection -> {
      try (PreparedStatement select =
          connection.prepareStatement("select 1 from note where id = ?")) {
        select.setInt(1, id);
        try (var rows = select.executeQuery()) {
          return rows.next();
        }
      }
    });
  }

  /// Limits the database to some pages, as a full disk would.
  private static void limitDisk(GroupCommitWriter writer, int pages) throws IOException {
    writer.commit(connection -> pragma(connection, "max_page_count = " + pages));
  }

  private static boolean pragma(Connection connection, String what) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.execute("pragma " + what);
    }
  }

  @Test
  void reportsEveryInsertCorrectlyWhenTheDiskIsFullAndContinuesWhenItIsCleared() throws Exception {
    Random random = new Random(3);
    try (GroupCommitWriter writer = open()) {
      for (int round = 0; round < 20; round++) {
        limitDisk(writer, 3 + random.nextInt(60));
        List<CompletableFuture<Integer>> notes = new ArrayList<>();
        int first = round * 1000;
        for (int i = 0; i < 200; i++) {
          notes.add(insert(writer, first + i, random.nextInt(8000)));
        }
        List<Boolean> all =
            notes.stream()
                .map(note -> note.handle((done, failure) -> failure == null).join())
                .toList();
        int kept = 0;
        for (int i = 0; i < all.size(); i++) {
          boolean reported = all.get(i);
          assertThat(exists(writer, first + i)).as("note %d", first + i).isEqualTo(reported);
          kept += reported ? 1 : 0;
        }
        assertThat(kept).isLessThan(notes.size());
        limitDisk(writer, 1_000_000);
        assertThat(insert(writer, first + 999, 8000).join()).isEqualTo(1);
        writer.commit(connection -> connection.createStatement().execute("delete from note"));
      }
    }
  }

  @Test
  void reportsTheFailureUntilTheNextSuccess() throws Exception {
    try (GroupCommitWriter writer = open()) {
      assertThat(writer.failure()).isEmpty();
      limitDisk(writer, 3);
      assertThatThrownBy(() -> insert(writer, 1, 1 << 20).join()).hasMessageContaining("full");
      assertThat(writer.failure()).hasValueSatisfying(why -> assertThat(why).contains("full"));
      limitDisk(writer, 1_000_000);
      insert(writer, 1, 1 << 20).join();
      assertThat(writer.failure()).isEmpty();
    }
  }

  @Test
  void failsWorkSubmittedAfterClose() throws Exception {
    GroupCommitWriter writer = open();
    CompletableFuture<Integer> before = insert(writer, 1, 1);
    writer.close();
    assertThat(before.join()).isEqualTo(1);
    for (int i = 0; i < 5000; i++) {
      assertThat(insert(writer, 2, 1)).isCompletedExceptionally();
    }
  }

  @Test
  void aFailingInsertDoesNotFailOthers() throws Exception {
    try (GroupCommitWriter writer = open()) {
      CompletableFuture<Integer> first = insert(writer, 1, 1);
      CompletableFuture<Integer> same = insert(writer, 1, 1);
      CompletableFuture<Integer> other = insert(writer, 2, 1);
      assertThat(first.join()).isEqualTo(1);
      assertThatThrownBy(same::join).hasMessageContaining("UNIQUE");
      assertThat(other.join()).isEqualTo(1);
      assertThat(exists(writer, 2)).isTrue();
    }
  }

  private static CompletableFuture<Integer> fail(GroupCommitWriter writer, Supplier<Error> bug) {
    return writer.commitLater(connection -> {
      throw bug.get();
    });
  }

  @Test
  void workThatEndsInAnErrorFailsAlone() throws Exception {
    try (GroupCommitWriter writer = open()) {
      CompletableFuture<Integer> before = insert(writer, 1, 1);
      assertThatThrownBy(fail(writer, StackOverflowError::new)::join)
          .hasCauseInstanceOf(StackOverflowError.class);
      assertThatThrownBy(fail(writer, () -> new AssertionError("a bug"))::join)
          .hasMessageContaining("a bug");
      assertThat(before.join()).isEqualTo(1);
      assertThat(insert(writer, 2, 1).join()).isEqualTo(1);
      assertThat(writer.problems()).isEmpty();
    }
  }

  /// A connection with a bug: it makes no statement as long as the switch is on.
  private Connection faulty(AtomicBoolean isOn) throws IOException {
    Connection connection = new Database(folder).open(SCHEMA, List.of());
    return (Connection)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (isOn.get() && method.getName().equals("createStatement")) {
                throw new IllegalStateException("a bug in the driver");
              }
              return method.invoke(connection, arguments);
            });
  }

  @Test
  void aBugInTheDriverFailsABatchAndNotTheLedger() throws Exception {
    AtomicBoolean isBroken = new AtomicBoolean();
    try (GroupCommitWriter writer =
        new GroupCommitWriter(faulty(isBroken), "test", FolderIdentity.of(folder))) {
      assertThat(insert(writer, 1, 1).join()).isEqualTo(1);
      isBroken.set(true);
      assertThatThrownBy(insert(writer, 2, 1)::join).hasMessageContaining("a bug in the driver");
      isBroken.set(false);
      assertThat(insert(writer, 3, 1).join()).isEqualTo(1);
      assertThat(exists(writer, 2)).isFalse();
      assertThat(exists(writer, 3)).isTrue();
      assertThat(writer.problems()).singleElement().asString().contains("a bug in the driver");
    }
  }
}
