package io.steward.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.steward.api.NodeName;
import io.steward.api.Subject;
import io.steward.runtime.ledger.LedgerEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which message is set aside after the node has died while it read or handled some.
class PoisonMessagesTest {

  private static final Path NOT_FETCHED = Path.of("no such file");

  @TempDir private Path folder = Path.of("");
  @TempDir private Path copies = Path.of("");

  private static LedgerEntry entry(String id) {
    return new LedgerEntry(
        id,
        Subject.parse("central.event.log.test"),
        new NodeName("ship1"),
        Instant.EPOCH,
        LedgerEntry.Limits.NONE,
        LedgerEntry.Origin.stored(1),
        LedgerEntry.Arguments.of(("arguments of " + id).getBytes(StandardCharsets.UTF_8)));
  }

  /// Why a message is set aside, or that it was handled.
  private static String handle(PoisonMessages messages, String id) throws Exception {
    return messages.guard(entry(id), NOT_FETCHED, () -> "handled", reason -> reason);
  }

  /// Opens the folder as a node does that starts after it has died while it handled some messages.
  private PoisonMessages afterDeathDuring(LedgerEntry... handled) throws Exception {
    return afterDeathDuring(PoisonMessages.open(folder), handled);
  }

  private PoisonMessages afterDeathDuring(PoisonMessages before, LedgerEntry... handled)
      throws Exception {
    for (LedgerEntry each : handled) {
      assertThat(before.guard(each, NOT_FETCHED, () -> move(folder, copies), reason -> false))
          .isTrue();
    }
    assertThat(move(copies, folder)).isTrue();
    return PoisonMessages.open(folder);
  }

  /// Moves the notes as they are while messages are handled.
  private static boolean move(Path from, Path to) throws IOException {
    try (var notes = Files.newDirectoryStream(from)) {
      for (Path note : notes) {
        Files.move(note, to.resolve(note.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return true;
  }

  @Test
  void setsAsideAMessageAtWhichTheNodeDiedThreeTimes() throws Exception {
    var _ = afterDeathDuring(entry("deadly"));
    var _ = afterDeathDuring(entry("deadly"));
    PoisonMessages messages = afterDeathDuring(entry("deadly"));
    assertThat(handle(messages, "deadly")).contains("died each of the 3 times");
    assertThat(messages.problems())
        .singleElement()
        .satisfies(problem -> {
          String file = problem.substring(problem.indexOf('/'));
          assertThat(Path.of(file)).hasContent("arguments of deadly");
        });
    assertThat(handle(PoisonMessages.open(folder), "deadly")).contains("died each of the 3 times");
  }

  @Test
  void aMessageThatIsHandledAfterTwoDeathsIsNoSuspectAnyMore() throws Exception {
    var _ = afterDeathDuring(entry("harmless"));
    PoisonMessages messages = afterDeathDuring(entry("harmless"));
    assertThat(handle(messages, "harmless")).isEqualTo("handled");
    assertThat(folder).isEmptyDirectory();
    assertThat(handle(afterDeathDuring(entry("harmless")), "harmless")).isEqualTo("handled");
  }

  @Test
  void itsNeighboursAreTakenOnceTheyWereHandledAlone() throws Exception {
    PoisonMessages messages = afterDeathDuring(entry("neighbour"), entry("deadly"));
    assertThat(handle(messages, "neighbour")).isEqualTo("handled");
    var _ = afterDeathDuring(entry("deadly"));
    messages = afterDeathDuring(entry("deadly"));
    assertThat(handle(messages, "deadly")).contains("died each of the 3 times");
    assertThat(handle(messages, "neighbour")).isEqualTo("handled");
    messages = afterDeathDuring(entry("neighbour"));
    assertThat(handle(messages, "neighbour")).isEqualTo("handled");
  }

  @Test
  void aHandlerThatFailsIsNoDeath() throws Exception {
    PoisonMessages messages = PoisonMessages.open(folder);
    for (int i = 0; i < 5; i++) {
      assertFails(messages, "failing");
    }
    assertThat(handle(PoisonMessages.open(folder), "failing")).isEqualTo("handled");
  }

  @Test
  void aSuspectThatFailsStaysASuspect() throws Exception {
    assertFails(afterDeathDuring(entry("deadly")), "deadly");
    assertFails(afterDeathDuring(entry("deadly")), "deadly");
    assertThat(handle(afterDeathDuring(entry("deadly")), "deadly"))
        .contains("died each of the 3 times");
  }

  @Test
  void aMessageThatRanAtTheFirstDeathAsTheLedgerKnowsIsSetAsideAtTheThird() throws Exception {
    PoisonMessages messages = PoisonMessages.open(folder);
    for (int death = 2; death <= 3; death++) {
      messages.suspect(entry("deadly"));
      assertThat(messages.isSuspect(entry("deadly"))).isTrue();
      messages = afterDeathDuring(messages, entry("deadly"));
    }
    assertThat(handle(messages, "deadly")).contains("died each of the 3 times");
  }

  @Test
  void aMessageThatOnlyWaitedAtFurtherDeathsIsNotSetAside() throws Exception {
    for (int death = 1; death <= 5; death++) {
      PoisonMessages messages = PoisonMessages.open(folder);
      messages.suspect(entry("waiting"));
      var _ = afterDeathDuring(messages);
    }
    PoisonMessages messages = PoisonMessages.open(folder);
    messages.suspect(entry("waiting"));
    assertThat(handle(messages, "waiting")).isEqualTo("handled");
    assertThat(messages.isSuspect(entry("waiting"))).isFalse();
  }

  /// Handles a second suspect on a thread of its own, which waits for the first one.
  ///
  /// @param during what happens while it waits
  /// @return what became of the second
  private String handleTwo(PoisonMessages messages, Runnable during) throws Exception {
    messages.suspect(entry("first"));
    messages.suspect(entry("second"));
    FutureTask<String> second = new FutureTask<>(() -> handle(messages, "second"));
    Thread thread = Thread.ofPlatform().unstarted(second);
    String first =
        messages.guard(
            entry("first"),
            NOT_FETCHED,
            () -> {
              thread.start();
              await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
              during.run();
              return "handled";
            },
            reason -> reason);
    assertThat(first).isEqualTo("handled");
    return second.get();
  }

  @Test
  void suspectsAreHandledOneAtATime() throws Exception {
    PoisonMessages messages = PoisonMessages.open(folder);
    String second =
        handleTwo(
            messages,
            () -> assertThat(folder.toFile().list()).as("what is being handled").hasSize(1));
    assertThat(second).isEqualTo("handled");
  }

  @Test
  void noSuspectBeginsOnceTheNodeStops() throws Exception {
    PoisonMessages messages = PoisonMessages.open(folder);
    assertThatThrownBy(() -> handleTwo(messages, messages::close))
        .hasCauseInstanceOf(InterruptedException.class);
    assertThatThrownBy(() -> handle(messages, "second")).isInstanceOf(InterruptedException.class);
  }

  private static void assertFails(PoisonMessages messages, String id) {
    assertThatThrownBy(() ->
            messages.guard(
                entry(id),
                NOT_FETCHED,
                () -> {
                  throw new IOException("the disk is full");
                },
                reason -> reason))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aNoteThatWasTornCountsAsAnyOther() throws Exception {
    byte[] partOfACharacter = {(byte) 0xc3};
    for (byte[] torn : List.of(new byte[0], partOfACharacter, new byte[] {'d', 'e'})) {
      var _ = afterDeathDuring(entry("deadly"));
      try (var notes = Files.newDirectoryStream(folder)) {
        for (Path note : notes) {
          Files.write(note, torn);
        }
      }
    }
    assertThat(handle(PoisonMessages.open(folder), "deadly")).contains("died each of the 3 times");
  }

  @Test
  void aTornNoteIsReadAtTheNextStart() throws Exception {
    Files.createDirectories(folder);
    Files.write(folder.resolve("0123.0.reading"), new byte[] {(byte) 0xc3});
    Files.write(folder.resolve("4567.2.reading"), new byte[0]);
    assertThat(PoisonMessages.open(folder).problems()).isEmpty();
    assertThat(folder)
        .isDirectoryContaining("glob:**/0123.1.suspect")
        .isDirectoryContaining("glob:**/4567.3.suspect");
  }

  @Test
  void aFileThatIsNoNoteIsNoReasonToFail() throws Exception {
    Files.createDirectories(folder);
    for (String name :
        List.of("0123.reading", ".draft-1", "0123.x.reading", "0123.1.suspect.old")) {
      Files.writeString(folder.resolve(name), "x");
    }
    assertThat(PoisonMessages.open(folder).problems()).isEmpty();
    assertThat(handle(PoisonMessages.open(folder), "harmless")).isEqualTo("handled");
  }
}
