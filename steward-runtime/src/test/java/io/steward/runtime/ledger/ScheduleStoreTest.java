package io.steward.runtime.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.api.NodeName;
import io.steward.api.State;
import io.steward.api.Subject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScheduleStoreTest {

  private static final NodeName CENTRAL = new NodeName("central");
  private static final Instant SET = Instant.ofEpochMilli(1000);
  private static final Instant DUE = Instant.ofEpochMilli(2000);

  @TempDir private Path folder = Path.of("");
  private Ledger ledger;

  @BeforeEach
  void open() throws IOException {
    ledger = Ledger.open(folder, InstantSource.system());
    ledger.schedules().set("daily", "setting", "{}", CENTRAL, SET);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private static LedgerEntry run(String id) {
    Subject subject = Subject.parse("ship.command.echo.test");
    return new LedgerEntry(
        id,
        subject,
        CENTRAL,
        DUE,
        LedgerEntry.Limits.NONE,
        LedgerEntry.Origin.trigger("daily"),
        LedgerEntry.Arguments.of(new byte[0]));
  }

  private static OutboxMessage outboxMessage(String text) {
    return new OutboxMessage("steward.reply.x", Map.of(), new byte[] {1}, Optional.of(text));
  }

  private boolean accept(String id, String setting) {
    ScheduleAdvance step = new ScheduleAdvance("daily", setting, DUE, 2, Optional.of(id));
    return ledger.acceptLater(run(id), outboxMessage(id), step).join() == Recorded.NEW;
  }

  private StoredSchedule daily() throws IOException {
    return ledger.schedules().all().getFirst();
  }

  @Test
  void acceptsARunAndAdvancesTheScheduleAtomically() throws IOException {
    assertThat(accept("run", "setting")).isTrue();
    assertThat(accept("run", "setting")).isFalse();
    assertThat(daily().handledUntil()).isEqualTo(DUE);
    assertThat(daily().runs()).isEqualTo(1);
    assertThat(daily().last())
        .contains(new StoredSchedule.LastRun("run", DUE, Optional.of(State.InProgress.ACCEPTED)));
    assertThat(ledger.open())
        .singleElement()
        .satisfies(open -> assertThat(open.entry().trigger()).contains("daily"));
    assertThat(ledger.outbox().after(0, 10)).hasSize(1);
  }

  @Test
  void rejectsRunsOfAScheduleThatWasRedefinedOrRemoved() throws IOException {
    assertThatThrownBy(() -> accept("run", "another setting"))
        .hasMessageContaining("the schedule daily has been replaced or removed");
    assertThat(ledger.schedules().remove("daily")).isTrue();
    assertThat(ledger.schedules().remove("daily")).isFalse();
    assertThatThrownBy(() -> accept("run", "setting")).hasMessageContaining("replaced or removed");
    assertThat(ledger.state(run("run").key())).isEmpty();
    assertThat(ledger.outbox().after(0, 10)).isEmpty();
  }

  @Test
  void countsSkippedRunsOnceEvenWhenTheClockIsSetBack() throws IOException {
    ledger.schedules().apply(new ScheduleAdvance("daily", "setting", DUE, 3, Optional.empty()));
    ledger.schedules().apply(new ScheduleAdvance("daily", "setting", SET, 0, Optional.empty()));
    assertThat(daily().skipped()).isEqualTo(3);
    assertThat(daily().handledUntil()).isEqualTo(SET);
    assertThat(daily().skippedCountedUntil()).isEqualTo(DUE);
    assertThat(daily().last()).isEmpty();
  }

  @Test
  void keepsThePositionWhenTheSameContentIsSetAgain() throws IOException {
    accept("run", "setting");
    ledger.schedules().set("daily", "another", "{}", new NodeName("operator"), DUE);
    assertThat(daily().definition()).isEqualTo("setting");
    assertThat(daily().setBy()).hasToString("operator");
    assertThat(daily().setAt()).isEqualTo(DUE);
    assertThat(daily().runs()).isEqualTo(1);
    ledger.schedules().set("daily", "another", "{\"a\":1}", CENTRAL, DUE);
    assertThat(daily().definition()).isEqualTo("another");
    assertThat(daily().last()).isEmpty();
    assertThat(daily().runs()).isZero();
    assertThat(daily().skipped()).isZero();
  }
}
