package io.steward.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.Message;
import io.steward.api.Reply;
import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.BodyReference;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.OutboundMessage;
import io.steward.runtime.ledger.Ledger;
import io.steward.runtime.ledger.LedgerEntry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Bodies that are too large for a letter: their receiver must not notice.
class LargeBodyTest {

  private static final Subject ONE = Terms.subject("one");
  private static final Subject OTHER = Terms.subject("other");
  private static final String ID = "0123456789abcdefghijkl";
  private static final String LARGE = "steward".repeat(500_000);

  private static final Act.Doing ECHOING =
      (arguments, context) -> Reply.succeeded(arguments.text());
  private static final CommandSpec<Act.Arguments> ECHO = Terms.USUAL.bind("one", ECHOING);

  @TempDir private Path data = Path.of("");

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.list(data.resolve("bodies"))) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private static byte[] document(String text) {
    return ("{\"text\":\"" + text + "\"}").getBytes(StandardCharsets.UTF_8);
  }

  private static boolean has(Ship ship, String name) throws IOException {
    return ship.bus().getObject(name, OutputStream.nullOutputStream());
  }

  private static void put(Ship ship, String name, byte[] body) throws IOException {
    ship.bus().putObject(name, new ByteArrayInputStream(body));
  }

  /// Sends a command that says where its body is.
  private static String send(Ship ship, BodyReference reference) {
    return ship.send(
        Message.to(ONE, Map.of()), ID, Headers.NONE.with(Header.BODY, reference.toString()));
  }

  @Test
  void largeArgumentsAndALargeResultArriveWhole() throws IOException {
    try (Ship ship = Ship.with(data, ECHO)) {
      String id = ship.send(ONE, LARGE);
      Story story = ship.await(ONE, id);
      assertThat(story.words()).isEqualTo("accepted running succeeded");
      assertThat(story.result()).isEqualTo(LARGE);
      Ship.await("the arguments are gone from the bucket", () -> !has(ship, id));
      assertThat(has(ship, id + ".succeeded")).isTrue();
      assertThat(files()).as("for being said again").containsExactly(id + ".succeeded");
    }
  }

  @Test
  void aLargeMessageToOneWhoIsAwayIsKeptInAFileAndPutIntoTheBucket() throws IOException {
    Subject away = Subject.parse("away.command.act.one");
    CommandSpec<?> sends =
        Terms.USUAL.bind(
            "other",
            (arguments, context) ->
                Reply.succeeded(
                    context.outbox().send(Message.to(away, Map.of("text", arguments.text())))));
    try (Ship ship = Ship.with(data, sends)) {
      String id = ship.await(OTHER, ship.send(OTHER, LARGE)).result().toString();
      Ship.await("it is in the bucket", () -> has(ship, id));
      ship.stop();
      ship.start(sends);
      assertThat(files()).containsExactly(id);
    }
  }

  @Test
  void whatIsNoLongerNeededIsGone() throws IOException {
    CommandSpec<?> sends =
        Terms.USUAL.bind(
            "other",
            (arguments, context) ->
                Reply.succeeded(
                    context.outbox().send(Message.to(ONE, Map.of("text", arguments.text())))));
    CommandSpec<?> counts =
        Terms.USUAL.bind("one", (arguments, context) -> Reply.succeeded(arguments.text().length()));
    try (Ship ship = Ship.with(data, sends, counts)) {
      String id = ship.await(OTHER, ship.send(OTHER, LARGE)).result().toString();
      assertThat(ship.await(ONE, id).result()).isEqualTo(LARGE.length());
      ship.stop();
      ship.start(sends, counts); // looks at once which of its commands are accepted
      Ship.await("no file is left", () -> files().isEmpty());
      Ship.await("no object is left", () -> !has(ship, id));
    }
  }

  @Test
  void aBodyThatIsGoneIsRejected() throws IOException {
    try (Ship ship = Ship.with(data, ECHO)) {
      Story story = ship.await(ONE, send(ship, BodyReference.to(ID, document(LARGE))));
      assertThat(story.words()).isEqualTo("accepted rejected");
      assertThat(story.reason()).contains(ID).contains("gone");
    }
  }

  @Test
  void aBodyThatIsNotWhatWasSentIsRejected() throws IOException {
    try (Ship ship = Ship.with(data, ECHO)) {
      put(ship, ID, document(LARGE.toUpperCase(java.util.Locale.ROOT)));
      Story story = ship.await(ONE, send(ship, BodyReference.to(ID, document(LARGE))));
      assertThat(story.words()).isEqualTo("accepted rejected");
      assertThat(story.reason()).contains("SHA-256");
    }
  }

  @Test
  void aBodyOfAnotherLengthThanItsSenderSaidIsRejected() throws IOException {
    for (String other : List.of("longer than " + LARGE, "short")) {
      try (Ship ship = Ship.with(data.resolve(other.substring(0, 5)), ECHO)) {
        put(ship, ID, document(other));
        Story story = ship.await(ONE, send(ship, BodyReference.to(ID, document(LARGE))));
        assertThat(story.words()).isEqualTo("accepted rejected");
        assertThat(story.reason()).contains("bytes").contains("declared");
      }
    }
  }

  @Test
  void aHeaderThatSaysNothingIsRejected() throws IOException {
    try (Ship ship = Ship.with(data, ECHO)) {
      Headers nonsense = Headers.NONE.with(Header.BODY, "../../etc/passwd; size=1");
      Story story = ship.await(ONE, ship.send(Message.to(ONE, Map.of()), ID, nonsense));
      assertThat(story.words()).isEqualTo("accepted rejected");
      assertThat(story.reason()).contains("is not a body reference");
    }
  }

  @Test
  void argumentsAndResultsOverTheLimitAreToldWithBothSizes() throws IOException {
    CommandSpec<?> grows =
        Terms.USUAL.bind("other", (arguments, context) -> Reply.succeeded("x".repeat(2 << 20)));
    try (Ship ship = new Ship(data).limitedTo(1 << 20).start(ECHO, grows)) {
      Story taken = ship.await(ONE, ship.send(ONE, LARGE));
      assertThat(taken.words()).isEqualTo("accepted rejected");
      assertThat(taken.reason())
          .contains(document(LARGE).length + " bytes long")
          .contains("takes at most 1048576");
      Story given = ship.await(OTHER, ship.send(OTHER, ""));
      assertThat(given.words()).isEqualTo("accepted running failed");
      assertThat(given.reason()).contains("2097154 bytes long").contains("gives at most 1048576");
    }
  }

  @Test
  void aMessageOverTheLimitIsNotSent() throws IOException {
    CommandSpec<?> sends =
        Terms.USUAL.bind(
            "other",
            (arguments, context) -> {
              try {
                return Reply.succeeded(
                    context.outbox().send(Message.to(ONE, Map.of("text", LARGE))));
              } catch (IllegalArgumentException e) {
                return Reply.failed(String.valueOf(e.getMessage()));
              }
            });
    try (Ship ship = new Ship(data).limitedTo(1 << 20).start(sends)) {
      assertThat(ship.await(OTHER, ship.send(OTHER, "")).reason())
          .contains(document(LARGE).length + " bytes long")
          .contains("at most 1048576");
      assertThat(files()).isEmpty();
    }
  }

  /// Leaves a ledger as a node leaves it that dies before it has fetched what it accepted.
  private BodyReference deadBeforeTheFetch() throws IOException {
    BodyReference reference = BodyReference.to(ID, document(LARGE));
    LedgerEntry entry =
        new LedgerEntry(
            ID,
            ONE,
            Ship.CENTRAL,
            Ship.CLOCK.instant(),
            Optional.empty(),
            Optional.empty(),
            1,
            Optional.empty(),
            Optional.empty(),
            new byte[0],
            Optional.of(reference.toString()));
    AnswerFactory answers = new AnswerFactory(new Addresses("steward", 1), Ship.NAME, Ship.CLOCK);
    try (Ledger ledger = Ledger.open(data, Ship.CLOCK)) {
      ledger.acceptLater(entry, answers.accepted(entry), Optional.empty()).join();
      assertThat(ledger.state(ID)).contains(State.InProgress.ACCEPTED);
    }
    return reference;
  }

  @Test
  void aNodeThatDiedBeforeTheFetchFetchesWhenItStarts() throws IOException {
    deadBeforeTheFetch();
    try (Ship ship = new Ship(data)) {
      put(ship, ID, document(LARGE));
      ship.start(ECHO);
      assertThat(ship.await(ONE, ID).result()).isEqualTo(LARGE);
    }
  }

  @Test
  void aNodeThatDiedAfterTheFetchNeedsNoOther() throws IOException {
    deadBeforeTheFetch();
    Files.write(data.resolve("bodies").resolve(ID + ".fetched"), document(LARGE));
    try (Ship ship = new Ship(data)) {
      ship.start(ECHO);
      assertThat(ship.await(ONE, ID).result()).isEqualTo(LARGE);
      assertThat(files()).containsExactly(ID + ".succeeded");
    }
  }

  @Test
  void aFetchThatTheNodeDiedInBeginsAgain() throws IOException {
    deadBeforeTheFetch();
    Files.write(data.resolve("bodies").resolve(ID + ".fetched"), new byte[document(LARGE).length]);
    try (Ship ship = new Ship(data)) {
      put(ship, ID, document(LARGE));
      ship.start(ECHO);
      assertThat(ship.await(ONE, ID).result()).isEqualTo(LARGE);
    }
  }

  /// A folder in its place keeps a body from being written, and so from being fetched.
  private Path obstruct(String id) throws IOException {
    return Files.createDirectories(data.resolve("bodies").resolve(id + ".fetched"));
  }

  @Test
  void aBodyThatCannotBeFetchedYetHoldsUpNoOtherProcessAndIsFetchedLater() throws IOException {
    CommandSpec<?> other = Terms.USUAL.bind("other", ECHOING);
    try (Ship ship = Ship.with(data, ECHO, other)) {
      Path obstacle = obstruct(ID);
      ship.send(Message.to(ONE, Map.of("text", LARGE)), ID, Headers.NONE);
      ship.await(ONE, ID, "accepted");
      assertThat(ship.await(OTHER, ship.send(OTHER, LARGE)).result()).isEqualTo(LARGE);
      assertThat(ship.report(ONE).state()).isEqualTo("fetching " + ID);
      Files.delete(obstacle);
      assertThat(ship.await(ONE, ID).result()).isEqualTo(LARGE);
    }
  }

  @Test
  void whoseBodyCannotBeFetchedIsCancelledAndTheNextRuns() throws IOException {
    try (Ship ship = Ship.with(data, ECHO)) {
      obstruct(ID);
      ship.send(Message.to(ONE, Map.of("text", LARGE)), ID, Headers.NONE);
      Ship.await("it is fetched", () -> ship.report(ONE).state().startsWith("fetching"));
      String next = ship.send(ONE, "next");
      ship.cancel(ID);
      assertThat(ship.await(ONE, ID).words()).isEqualTo("accepted cancelled");
      assertThat(ship.await(ONE, next).result()).isEqualTo("next");
    }
  }

  @Test
  void whoseBodyCannotBeFetchedInTimeIsExpired() throws IOException {
    try (Ship ship = Ship.with(data, ECHO)) {
      obstruct(ID);
      Message message = Message.to(ONE, Map.of("text", LARGE)).withExpiry(Duration.ofSeconds(1));
      ship.send(message, ID, Headers.NONE);
      assertThat(ship.await(ONE, ID).words()).isEqualTo("accepted expired");
    }
  }

  @Test
  void aNodeThatStopsWhileItFetchesFetchesWhenItStarts() throws IOException {
    try (Ship ship = Ship.with(data, ECHO)) {
      Path obstacle = obstruct(ID);
      ship.send(Message.to(ONE, Map.of("text", LARGE)), ID, Headers.NONE);
      Ship.await("it is fetched", () -> ship.report(ONE).state().startsWith("fetching"));
      ship.stop();
      assertThat(ship.story(ONE, ID).words()).isEqualTo("accepted");
      Files.delete(obstacle);
      ship.start(ECHO);
      assertThat(ship.await(ONE, ID).result()).isEqualTo(LARGE);
    }
  }

  @Test
  void aCopyThatIsRefusedTakesNothingFromTheOneThatWasAccepted() throws IOException {
    CommandSpec<?> onlyCentral = Terms.USUAL.from("central").bind("one", ECHOING);
    CommandSpec<?> other = Terms.USUAL.bind("other", ECHOING);
    try (Ship ship = Ship.with(data, onlyCentral, other)) {
      Path obstacle = obstruct(ID);
      ship.send(Message.to(ONE, Map.of("text", LARGE)), ID, Headers.NONE);
      Ship.await("it is fetched", () -> ship.report(ONE).state().startsWith("fetching"));
      ship.bus()
          .publish(
              new OutboundMessage(
                  ONE.toString(),
                  Headers.NONE
                      .with(Header.ID, ID)
                      .with(Header.FROM, "stranger")
                      .with(Header.BODY, BodyReference.to(ID, document(LARGE)).toString()),
                  new byte[0]));
      ship.await(OTHER, ship.send(OTHER, "after it"));
      assertThat(has(ship, ID)).isTrue();
      Files.delete(obstacle);
      assertThat(ship.await(ONE, ID).result()).isEqualTo(LARGE);
    }
  }

  @Test
  void aResultOfTooManyValuesIsToldThoughItCannotBeRead() throws IOException {
    CommandSpec<?> lists =
        Terms.USUAL.bind(
            "one", (arguments, context) -> Reply.succeeded(Collections.nCopies(1_000_000, 1)));
    try (Ship ship = Ship.with(data, lists)) {
      Story story = ship.await(ONE, ship.send(ONE, ""));
      assertThat(story.words()).isEqualTo("accepted running succeeded");
      assertThat(story.reason()).contains("exceeds the maximum");
    }
  }
}
