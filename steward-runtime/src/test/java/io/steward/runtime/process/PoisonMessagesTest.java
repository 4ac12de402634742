package io.steward.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.api.NodeName;
import io.steward.api.Subject;
import io.steward.runtime.ledger.LedgerEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which message is set aside after the node has died while it read or handled some.
class PoisonMessagesTest {

  private static final Path NOT_FETCHED = Path.of("no such file");

  @TempDir private Path folder = Path.of("");

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

  /// Opens the folder as a node does that starts after it has died while it handled some messages.
  private PoisonMessages afterDeathDuring(LedgerEntry... handled) throws Exception {
    PoisonMessages before = PoisonMessages.open(folder);
    Path copies = Files.createDirectories(folder.resolveSibling("copies"));
    for (LedgerEntry each : handled) {
      before.guard(each, () -> copy(folder, copies));
    }
    assertThat(copy(copies, folder)).isTrue();
    return PoisonMessages.open(folder);
  }

  /// Moves the notes of what is being handled.
  private static boolean copy(Path from, Path to) throws IOException {
    try (var notes = Files.newDirectoryStream(from, "*.reading")) {
      for (Path note : notes) {
        Files.write(to.resolve(note.getFileName()), Files.readAllBytes(note));
        if (from.endsWith("copies")) {
          Files.delete(note);
        }
      }
    }
    return true;
  }

  @Test
  void setsAsideAMessageAtWhichTheNodeDiedThreeTimes() throws Exception {
    for (int death = 1; death < 3; death++) {
      PoisonMessages messages = afterDeathDuring(entry("deadly"));
      assertThat(messages.reasonToSetAside(entry("deadly"), NOT_FETCHED)).isEmpty();
    }
    PoisonMessages messages = afterDeathDuring(entry("deadly"));
    assertThat(messages.reasonToSetAside(entry("deadly"), NOT_FETCHED))
        .hasValueSatisfying(reason -> assertThat(reason).contains("died each of the 3 times"));
    assertThat(messages.problems())
        .singleElement()
        .satisfies(problem -> {
          String file = problem.substring(problem.indexOf('/'));
          assertThat(Path.of(file)).hasContent("arguments of deadly");
        });
  }

  @Test
  void itsNeighboursAreTakenOnceTheyWereHandledAlone() throws Exception {
    PoisonMessages messages = afterDeathDuring(entry("neighbour"), entry("deadly"));
    assertThat(messages.guard(entry("neighbour"), () -> "handled")).isEqualTo("handled");
    var _ = afterDeathDuring(entry("deadly"));
    messages = afterDeathDuring(entry("deadly"));
    assertThat(messages.reasonToSetAside(entry("deadly"), NOT_FETCHED)).isPresent();
    assertThat(messages.reasonToSetAside(entry("neighbour"), NOT_FETCHED)).isEmpty();
    messages = afterDeathDuring(entry("neighbour"));
    assertThat(messages.reasonToSetAside(entry("neighbour"), NOT_FETCHED)).isEmpty();
  }

  @Test
  void aHandlerThatFailsIsNoDeath() throws Exception {
    PoisonMessages messages = PoisonMessages.open(folder);
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() ->
              messages.guard(
                  entry("failing"),
                  () -> {
                    throw new IOException("the disk is full");
                  }))
          .isInstanceOf(IOException.class);
    }
    assertThat(PoisonMessages.open(folder).reasonToSetAside(entry("failing"), NOT_FETCHED))
        .isEmpty();
  }

  @Test
  void aTornNoteIsNoReasonToFail() throws Exception {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("0123.reading"), "");
    Files.writeString(folder.resolve("4567.suspect"), "x\n");
    assertThat(PoisonMessages.open(folder).problems()).isEqualTo(List.of());
  }
}
