package io.steward.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.NodeName;
import io.steward.api.Subject;
import io.steward.runtime.ledger.LedgerEntry;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BoundedMailboxTest {

  private final AtomicInteger room = new AtomicInteger();
  private final BoundedMailbox mailbox = new BoundedMailbox(3, room::incrementAndGet);

  private static LedgerEntry entry(int bytes) {
    return new LedgerEntry(
        "id",
        Subject.parse("ship.command.act.one"),
        new NodeName("central"),
        Instant.EPOCH,
        LedgerEntry.Limits.NONE,
        LedgerEntry.Origin.stored(1),
        LedgerEntry.Arguments.of(new byte[bytes]));
  }

  private boolean fill(LedgerEntry entry) {
    boolean reserved = mailbox.reserve(entry);
    if (reserved) {
      mailbox.put(entry);
    }
    return reserved;
  }

  @Test
  void holdsAtMostItsCapacity() {
    for (int i = 0; i < 3; i++) {
      assertThat(fill(entry(1))).isTrue();
    }
    assertThat(fill(entry(1))).isFalse();
  }

  @Test
  void holdsAtMostSoManyBytesButOneEntryOfAnySize() {
    assertThat(fill(entry(20 << 20))).isTrue();
    assertThat(fill(entry(1))).isFalse();
  }

  @Test
  void notifiesOnceItIsEmptyAfterARejectedReservation() throws InterruptedException {
    fill(entry(10 << 20));
    fill(entry(1 << 20));
    assertThat(fill(entry(10 << 20))).isFalse();
    mailbox.take();
    assertThat(room).hasValue(0);
    mailbox.take();
    assertThat(room).hasValue(1);
    assertThat(fill(entry(10 << 20))).isTrue();
    mailbox.take();
    assertThat(room).hasValue(1);
  }

  @Test
  void releasesAReservation() {
    LedgerEntry large = entry(16 << 20);
    assertThat(mailbox.reserve(large)).isTrue();
    assertThat(mailbox.reserve(entry(1))).isFalse();
    mailbox.releaseReservation(large);
    assertThat(room).hasValue(1);
    assertThat(mailbox.reserve(entry(1))).isTrue();
  }
}
