package io.steward.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.Message;
import io.steward.api.Reply;
import io.steward.api.Subject;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.MessageIdGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CancellationTest {

  private static final Subject SUBJECT = Terms.subject("one");

  @TempDir private Path data = Path.of("");
  private final List<String> done = new CopyOnWriteArrayList<>();

  private Reply blockWhenTold(Act.Arguments arguments) throws InterruptedException {
    done.add(arguments.text());
    if (arguments.text().equals("block")) {
      new CountDownLatch(1).await();
    }
    return Reply.succeeded();
  }

  private CommandSpec<Act.Arguments> spec() {
    return Terms.USUAL.bind("one", (arguments, context) -> blockWhenTold(arguments));
  }

  private static Map<String, String> found(String id, String where) {
    return Map.of("id", id, "found", where);
  }

  @Test
  void cancelsWhatRunsAndWhatWaits() throws IOException {
    try (Ship ship = Ship.with(data, spec())) {
      String runs = ship.send(SUBJECT, "block");
      String waits = ship.send(SUBJECT, "waits");
      String last = ship.send(SUBJECT, "last");
      ship.await(SUBJECT, runs, "running");
      ship.await(SUBJECT, waits, "accepted");

      String first = ship.cancel(waits);
      assertThat(ship.await(Ship.CANCEL, first).result()).isEqualTo(found(waits, "accepted"));
      assertThat(ship.await(SUBJECT, waits).words()).isEqualTo("accepted cancelled");
      assertThat(ship.story(SUBJECT, waits).reason())
          .isEqualTo("cancelled by central before it ran");

      String second = ship.cancel(runs);
      assertThat(ship.await(Ship.CANCEL, second).result()).isEqualTo(found(runs, "running"));
      assertThat(ship.await(SUBJECT, runs).words()).isEqualTo("accepted running cancelled");
      assertThat(ship.story(SUBJECT, runs).reason()).isEqualTo("cancelled while it ran");

      assertThat(ship.await(SUBJECT, last).words()).endsWith("succeeded");
      assertThat(done).containsExactly("block", "last");
    }
  }

  @Test
  void cancelsWhatIsStillToCome() throws IOException {
    try (Ship ship = Ship.with(data, spec())) {
      String id = MessageIdGenerator.next(Ship.CLOCK);
      assertThat(ship.await(Ship.CANCEL, ship.cancel(id)).result())
          .isEqualTo(found(id, "not here yet"));
      ship.send(Message.to(SUBJECT, Map.of("text", "late")), id, Headers.NONE);
      assertThat(ship.await(SUBJECT, id).words()).isEqualTo("accepted cancelled");
      assertThat(done).isEmpty();
    }
  }

  @Test
  void aCancellationAfterTheEndChangesNothing() throws IOException {
    try (Ship ship = Ship.with(data, spec())) {
      String id = ship.send(SUBJECT, "done");
      ship.await(SUBJECT, id);
      assertThat(ship.await(Ship.CANCEL, ship.cancel(id)).result())
          .isEqualTo(found(id, "succeeded"));
      assertThat(ship.story(SUBJECT, id).words()).isEqualTo("accepted running succeeded");
    }
  }

  @Test
  void aCancellationInTheBacklogWinsBeforeWhatItCancelsStarts() throws IOException {
    for (int round = 0; round < 20; round++) {
      try (Ship ship = new Ship(data.resolve("round" + round))) {
        String unwanted = ship.send(SUBJECT, "unwanted");
        String wanted = ship.send(SUBJECT, "wanted");
        ship.cancel(unwanted);
        ship.start(spec());
        assertThat(ship.await(SUBJECT, wanted).words()).endsWith("succeeded");
        assertThat(ship.await(SUBJECT, unwanted).words()).isEqualTo("accepted cancelled");
      }
    }
    assertThat(done).doesNotContain("unwanted");
  }

  @Test
  void onlyWhoMaySendCommandsMayCancel() throws IOException {
    CommandSpec<Act.Arguments> forOthers =
        Terms.USUAL.from("operator").bind("one", (arguments, context) -> blockWhenTold(arguments));
    try (Ship ship = Ship.with(data, forOthers)) {
      String cancel = ship.cancel("anything");
      assertThat(ship.await(Ship.CANCEL, cancel).words()).isEqualTo("rejected");
    }
  }
}
