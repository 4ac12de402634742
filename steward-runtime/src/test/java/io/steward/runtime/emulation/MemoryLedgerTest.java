package io.steward.runtime.emulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.NodeName;
import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.ledger.LedgerEntry;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemoryLedgerTest {

  private final MemoryLedger ledger = new MemoryLedger();

  private static LedgerEntry entry(String id) {
    return new LedgerEntry(
        id,
        Subject.parse("unit1.command.shellcommand.operatingsystem"),
        new NodeName("central"),
        Instant.EPOCH,
        LedgerEntry.Limits.NONE,
        LedgerEntry.Origin.stored(1),
        LedgerEntry.Arguments.of(new byte[0]));
  }

  private List<String> open() {
    return ledger.open().stream().map(open -> open.entry().id()).toList();
  }

  @Test
  void addsAndEndsEachMessageOnce() {
    assertThat(ledger.add(entry("a"), State.InProgress.ACCEPTED)).isTrue();
    assertThat(ledger.add(entry("a"), State.InProgress.ACCEPTED)).isFalse();
    assertThat(ledger.advance("a", State.Terminal.SUCCEEDED)).isTrue();
    assertThat(ledger.advance("a", State.Terminal.CANCELLED)).isFalse();
    assertThat(ledger.state("a")).contains(State.Terminal.SUCCEEDED);
  }

  @Test
  void remembersACancellationThatArrivesFirst() {
    ledger.cancel("a");
    assertThat(ledger.state("a")).isEmpty();
    assertThat(ledger.add(entry("a"), State.InProgress.ACCEPTED)).isTrue();
    assertThat(ledger.isCancelled("a")).isTrue();
    assertThat(ledger.isCancelled("b")).isFalse();
  }

  @Test
  void countsCommandsThatRanMoreThanOnce() {
    for (String id : List.of("a", "b")) {
      ledger.add(entry(id), State.InProgress.ACCEPTED);
      ledger.recordRun(id);
    }
    assertThat(ledger.runs()).isEqualTo(new MemoryLedger.Runs(2, 0));
    ledger.recordRun("b");
    ledger.recordRun("b");
    assertThat(ledger.runs()).isEqualTo(new MemoryLedger.Runs(2, 1));
  }

  @Test
  void evictsTheOldestEndedButNeverOpenMessages() {
    ledger.add(entry("open"), State.InProgress.ACCEPTED);
    IntStream.range(0, 1000).forEach(i -> ledger.add(entry("ended" + i), State.Terminal.REJECTED));
    assertThat(ledger.size()).isEqualTo(100);
    assertThat(open()).containsExactly("open");
    assertThat(ledger.state("ended999")).contains(State.Terminal.REJECTED);
    assertThat(ledger.state("ended0")).isEmpty();
  }
}
