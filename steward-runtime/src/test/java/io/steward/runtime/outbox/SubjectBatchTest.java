package io.steward.runtime.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.runtime.bus.Header;
import io.steward.runtime.ledger.OutboxMessage;
import io.steward.runtime.ledger.OutboxRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Nothing is in flight that could overtake what must come before it.
class SubjectBatchTest {

  private static final String ANSWERS = "steward.reply.ship.act.one.";

  private static OutboxRow row(int number, String subject, String header) {
    return new OutboxRow(
        number, new OutboxMessage(subject, Map.of(header, "x"), new byte[0], Optional.empty()));
  }

  private static OutboxRow state(int number, String id) {
    return row(number, ANSWERS + id, Header.STATE);
  }

  private static OutboxRow output(int number, String id) {
    return row(number, ANSWERS + id, Header.STREAM);
  }

  private static OutboxRow any(Random random, int number) {
    String id = Integer.toString(random.nextInt(3));
    return switch (random.nextInt(4)) {
      case 0 -> state(number, id);
      case 1 -> output(number, id);
      case 2 -> row(number, "ship.command.act." + id, Header.ID);
      default -> row(number, "ship.event.act." + id, Header.ID);
    };
  }

  private static List<List<Long>> numbers(SubjectBatch batch) {
    return batch.stages().stream()
        .map(stage -> stage.stream().map(OutboxRow::number).toList())
        .toList();
  }

  @Test
  void aStateHasItsOwnStageAndConsecutiveOutputSharesOne() {
    Collection<SubjectBatch> batches =
        SubjectBatch.of(
            List.of(
                state(1, "a"),
                state(2, "a"),
                output(3, "a"),
                state(4, "b"),
                output(5, "a"),
                state(6, "a")));
    assertThat(batches)
        .extracting(SubjectBatchTest::numbers)
        .containsExactly(
            List.of(List.of(1L), List.of(2L), List.of(3L, 5L), List.of(6L)), List.of(List.of(4L)));
  }

  @Test
  void eachMessageHasItsOwnStage() {
    List<OutboxRow> rows = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      rows.add(row(i, "ship.command.act.one", Header.ID));
      rows.add(row(10 + i, "ship.event.act.one", Header.ID));
    }
    assertThat(SubjectBatch.of(rows))
        .extracting(SubjectBatchTest::numbers)
        .containsExactly(
            List.of(List.of(0L), List.of(1L), List.of(2L)),
            List.of(List.of(10L), List.of(11L), List.of(12L)));
  }

  @Test
  void aBatchIsAPrefixOfTheRowsOfItsSubject() {
    Random random = new Random(5);
    for (int round = 0; round < 200; round++) {
      List<OutboxRow> rows = new ArrayList<>();
      int size = random.nextInt(120);
      for (int i = 0; i < size; i++) {
        rows.add(any(random, i));
      }
      for (SubjectBatch batch : SubjectBatch.of(rows)) {
        List<OutboxRow> batchRows = batch.stages().stream().flatMap(List::stream).toList();
        String subject = batchRows.getFirst().message().subject();
        assertThat(rows.stream().filter(each -> each.message().subject().equals(subject)))
            .startsWith(batchRows.toArray(OutboxRow[]::new));
      }
    }
  }
}
