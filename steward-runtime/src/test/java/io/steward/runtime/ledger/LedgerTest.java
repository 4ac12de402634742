package io.steward.runtime.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.steward.api.NodeName;
import io.steward.api.State;
import io.steward.api.Subject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {

  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  private static final Subject SUBJECT = Subject.parse("ship1.command.echo.test");

  private static final Instant STORED = Instant.ofEpochMilli(3000);

  private static final InstantSource CLOCK = InstantSource.system();

  @TempDir private Path folder = Path.of("");

  private static CursorAdvance step(String incarnation, long from, long to) {
    return new CursorAdvance("s", incarnation, at(from), at(to));
  }

  private static Cancellation cancellation(String id, String by) {
    return new Cancellation(key(id), Optional.empty(), new NodeName(by));
  }

  private static CursorPosition at(long sequence) {
    return new CursorPosition(sequence, Optional.of(STORED));
  }

  private static MessageKey key(String id) {
    return new MessageKey(SUBJECT, id);
  }

  private static CursorPosition cursor(Ledger ledger, String incarnation) throws IOException {
    return Objects.requireNonNull(
        ledger.cursors().adapt(incarnation, "others", List.of("s")).bySubject().get("s"));
  }

  private static void conclude(Ledger ledger, LedgerEntry entry) {
    ledger
        .concludeLater(entry, State.Terminal.REJECTED, outboxMessage(entry.id()), Optional.empty())
        .join();
  }

  private static LedgerEntry entry(String id) {
    return expiring(id, Instant.ofEpochMilli(2000));
  }

  private static LedgerEntry expiring(String id, Instant expires) {
    return new LedgerEntry(
        id,
        SUBJECT,
        new NodeName("central"),
        Instant.ofEpochMilli(1000),
        new LedgerEntry.Limits(Optional.of(expires), Optional.of(Duration.ofSeconds(3))),
        new LedgerEntry.Origin(7, Optional.of("00-trace"), Optional.empty(), Optional.empty()),
        LedgerEntry.Arguments.of("{}".getBytes(StandardCharsets.UTF_8)));
  }

  private static OutboxMessage outboxMessage(String text) {
    return new OutboxMessage(
        "steward.reply.x",
        Map.of("Nats-Msg-Id", text),
        text.getBytes(StandardCharsets.UTF_8),
        Optional.empty());
  }

  @Test
  void acceptsAnIdOnceEvenAfterReopening() throws IOException {
    try (Ledger ledger = Ledger.open(folder, CLOCK)) {
      assertThat(ledger.acceptLater(entry("a"), outboxMessage("1"), Optional.empty()).join())
          .isEqualTo(Recorded.NEW);
      assertThat(ledger.acceptLater(entry("a"), outboxMessage("2"), Optional.empty()).join())
          .isEqualTo(Recorded.DUPLICATE);
    }
    try (Ledger ledger = Ledger.open(folder, CLOCK)) {
      assertThat(ledger.acceptLater(entry("a"), outboxMessage("3"), Optional.empty()).join())
          .isEqualTo(Recorded.DUPLICATE);
      assertThat(ledger.outbox().after(0, 10)).hasSize(1);
      assertThat(ledger.open()).hasSize(1);
      LedgerEntry open = ledger.open().getFirst().entry();
      assertThat(open).usingRecursiveComparison().isEqualTo(entry("a"));
    }
  }

  @Test
  void keepsOneIdOfTwoSubjectsApart() throws IOException {
    LedgerEntry other = on(Subject.parse("ship1.command.harmless.test"), "viewer");
    try (Ledger ledger = Ledger.open(folder, CLOCK)) {
      assertThat(ledger.acceptLater(other, outboxMessage("1"), Optional.empty()).join())
          .isEqualTo(Recorded.NEW);
      assertThat(ledger.acceptLater(entry("a"), outboxMessage("2"), Optional.empty()).join())
          .isEqualTo(Recorded.NEW);
      assertThat(ledger.advance(key("a"), State.InProgress.RUNNING, outboxMessage("3"))).isTrue();
      assertThat(ledger.state(other.key())).contains(State.InProgress.ACCEPTED);
    }
  }

  private static LedgerEntry on(Subject subject, String sender) {
    LedgerEntry entry = entry("a");
    return new LedgerEntry(
        entry.id(),
        subject,
        new NodeName(sender),
        entry.received(),
        entry.limits(),
        entry.origin(),
        entry.arguments());
  }

  @Test
  void answersNothingToAnotherSenderWithAnIdThatIsTaken() throws IOException {
    LedgerEntry stranger = on(SUBJECT, "stranger");
    try (Ledger ledger = Ledger.open(folder, CLOCK)) {
      ledger.acceptLater(entry("a"), outboxMessage("1"), Optional.empty()).join();
      assertThat(ledger.acceptLater(stranger, outboxMessage("2"), Optional.empty()).join())
          .isEqualTo(Recorded.ID_TAKEN);
      Optional<OutboxMessage> answer = Optional.of(outboxMessage("3"));
      assertThat(ledger.refuseLater(stranger, answer, Optional.empty()).join())
          .isEqualTo(Recorded.ID_TAKEN);
      assertThat(ledger.outbox().size()).isEqualTo(1);
    }
  }

  @Test
  void aRefusedMessageTakesNoIdAndNoRoom() throws IOException {
    LedgerEntry stranger = on(SUBJECT, "stranger");
    try (Ledger ledger = Ledger.open(folder, CLOCK)) {
      Optional<OutboxMessage> answer = Optional.of(outboxMessage("1"));
      Optional<CursorAdvance> step = Optional.of(step("one", 0, 5));
      assertThat(ledger.refuseLater(stranger, answer, step).join()).isEqualTo(Recorded.NEW);
      assertThat(ledger.size()).isZero();
      assertThat(cursor(ledger, "one")).isEqualTo(at(5));
      assertThat(ledger.acceptLater(entry("a"), outboxMessage("2"), Optional.empty()).join())
          .isEqualTo(Recorded.NEW);
    }
  }

  @Test
  void aNewSubjectStartsWhereItsMessagesWereLastRefused() throws IOException {
    try (Ledger ledger = Ledger.open(folder, CLOCK)) {
      var _ = ledger.cursors().adapt("one", "others", List.of("s"));
      CursorPosition none = CursorPosition.BEGINNING;
      ledger.cursors().advance(new CursorAdvance("others", "one", none, at(9))).join();
      ledger.cursors().advance(new CursorAdvance("s", "one", none, at(4))).join();
      var now = ledger.cursors().adapt("one", "others", List.of("s", "new")).bySubject();
      assertThat(now).containsEntry("s", at(4)).containsEntry("new", CursorPosition.between(9));
    }
  }

  @Test
  void whatWaitsForARemovedSubjectIsLeftToTheCursorOfTheOthers() throws IOException {
    try (Ledger ledger = Ledger.open(folder, CLOCK)) {
      var _ = ledger.cursors().adapt("one", "others", List.of("s", "t"));
      CursorPosition none = CursorPosition.BEGINNING;
      ledger.cursors().advance(new CursorAdvance("others", "one", none, at(9))).join();
      ledger.cursors().advance(new CursorAdvance("s", "one", none, at(4))).join();
      ledger.cursors().advance(new CursorAdvance("t", "one", none, at(6))).join();
      assertThat(ledger.cursors().adapt("one", "others", List.of("t")).bySubject())
          .containsOnlyKeys("others", "t")
          .containsEntry("others", at(4))
          .containsEntry("t", at(6));
    }
  }

  @Test
  void makesOnlyValidTransitions() throws IOException {
    try (Ledger ledger = Ledger.open(folder, CLOCK)) {
      ledger.acceptLater(entry("a"), outboxMessage("1"), Optional.empty()).join();
      assertThat(ledger.advance(key("a"), State.Terminal.TIMED_OUT, outboxMessage("x"))).isFalse();
      assertThat(ledger.advance(key("a"), State.InProgress.RUNNING, outboxMessage("2"))).isTrue();
      assertThat(ledger.advance(key("a"), State.Terminal.SUCCEEDED, outboxMessage("3"))).isTrue();
      assertThat(ledger.advance(key("a"), State.Terminal.FAILED, outboxMessage("4"))).isFalse();
      assertThat(ledger.advance(key("b"), State.InProgress.RUNNING, outboxMessage("5"))).isFalse();
      assertThat(ledger.state(key("a"))).contains(State.Terminal.SUCCEEDED);
      assertThat(ledger.open()).isEmpty();
      assertThat(ledger.outbox().after(0, 10))
          .extracting(each -> each.message().headers().get("Nats-Msg-Id"))
          .containsExactly("1", "2", "3");
    }
  }

  @Test
  void completesInTheOrderOfTheCalls() throws IOException {
    try (Ledger ledger = Ledger.open(folder, CLOCK)) {
      List<Integer> done = new ArrayList<>();
      List<CompletableFuture<?>> all = new ArrayList<>();
      for (int i = 0; i < 2000; i++) {
        int number = i;
        all.add(
            ledger
                .acceptLater(entry("id" + i), outboxMessage("p" + i), Optional.empty())
                .thenAccept(fresh -> done.add(number)));
      }
      CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
      assertThat(done).hasSize(2000).isSorted();
      assertThat(ledger.size()).isEqualTo(2000);
    }
  }

  @Test
  void remembersCancellationsAndCursors() throws IOException {
    try (Ledger ledger = Ledger.open(folder, CLOCK)) {
      ledger.cancel(cancellation("a", "central"));
      for (CursorAdvance step : List.of(step("one", 0, 5), step("one", 5, 9))) {
        ledger
            .acceptLater(entry("m" + step.to().sequence()), outboxMessage("1"), Optional.of(step))
            .join();
      }
    }
    try (Ledger ledger = Ledger.open(folder, CLOCK)) {
      assertThat(ledger.cancellations(key("a"))).isNotEmpty();
      assertThat(ledger.cancellations(key("b"))).isEmpty();
      assertThat(cursor(ledger, "one")).isEqualTo(at(9));
      assertThat(cursor(ledger, "two")).isEqualTo(CursorPosition.BEGINNING);
    }
  }

  @Test
  void aSecondCancellationWithAnotherSenderCancelsTheCommandOfAny() throws IOException {
    NodeName central = new NodeName("central");
    try (Ledger ledger = Ledger.open(folder, CLOCK)) {
      ledger.cancel(new Cancellation(key("a"), Optional.of(new NodeName("typo")), central));
      ledger.cancel(new Cancellation(key("a"), Optional.of(central), central));
      assertThat(ledger.cancellations(key("a"))).containsExactly(cancellation("a", "central"));
    }
    try (Ledger ledger = Ledger.open(folder, CLOCK)) {
      assertThat(ledger.cancellations(key("a"))).containsExactly(cancellation("a", "central"));
    }
  }

  private static void cancelAsManyAsAreKept(Ledger ledger) throws IOException {
    for (int i = 0; i < Cancellations.MAX_PER_CANCELLER; i++) {
      assertThat(ledger.cancel(cancellation("id" + i, "viewer"))).isTrue();
    }
  }

  @Test
  void aCancellationTooManyIsRefusedAndDisplacesNoOther() throws IOException {
    try (Ledger ledger = Ledger.open(folder, CLOCK)) {
      cancelAsManyAsAreKept(ledger);
      assertThat(ledger.cancel(cancellation("last", "viewer"))).isFalse();
      assertThat(ledger.cancel(cancellation("id0", "viewer"))).isTrue(); // once more
      assertThat(ledger.cancel(cancellation("of another", "operator"))).isTrue();
    }
    try (Ledger ledger = Ledger.open(folder, CLOCK)) {
      assertThat(ledger.cancellations(key("of another"))).isNotEmpty();
      assertThat(ledger.cancellations(key("last"))).isEmpty();
      assertThat(ledger.cancellations(key("id0"))).isNotEmpty();
    }
  }

  @Test
  void aCancellationWhoseCommandHasEndedLeavesRoomForAnother() throws IOException {
    try (Ledger ledger = Ledger.open(folder, CLOCK)) {
      cancelAsManyAsAreKept(ledger);
      ledger.acceptLater(entry("id7"), outboxMessage("1"), Optional.empty()).join();
      assertThat(ledger.cancel(cancellation("last", "viewer"))).isFalse();
      ledger.advance(key("id7"), State.Terminal.CANCELLED, outboxMessage("2"));
      assertThat(ledger.cancel(cancellation("last", "viewer"))).isTrue();
      assertThat(ledger.cancel(cancellation("one too many", "viewer"))).isFalse();
    }
  }

  private static CompletableFuture<Recorded> accept(Ledger ledger, CursorAdvance step) {
    return ledger.acceptLater(
        entry("m" + step.to().sequence()), outboxMessage("1"), Optional.of(step));
  }

  @Test
  void acceptsNothingBeforeAnEarlierMessageIsAccepted() throws IOException {
    try (Ledger ledger = Ledger.open(folder, CLOCK)) {
      assertThat(accept(ledger, step("one", 0, 5)).join()).isEqualTo(Recorded.NEW);
      assertThatThrownBy(() -> accept(ledger, step("one", 7, 9)).join())
          .hasMessageContaining("before sequence 9 are not recorded yet");
      assertThat(ledger.state(key("m9"))).isEmpty();
      assertThat(accept(ledger, step("one", 5, 7)).join()).isEqualTo(Recorded.NEW);
      assertThat(accept(ledger, step("one", 7, 9)).join()).isEqualTo(Recorded.NEW);
      assertThat(accept(ledger, step("one", 5, 7)).join()).isEqualTo(Recorded.DUPLICATE);
      assertThat(cursor(ledger, "one")).isEqualTo(at(9));
    }
  }

  @Test
  void prunesOnlyMessagesThatEndedLongAgo() throws IOException {
    try (Ledger ledger = Ledger.open(folder, CLOCK)) {
      ledger.acceptLater(entry("open"), outboxMessage("1"), Optional.empty()).join();
      conclude(ledger, entry("ended"));
      conclude(ledger, expiring("late", Instant.ofEpochSecond(2_000_000)));
      ledger.cancel(cancellation("cancelled", "central"));
      Instant now = Instant.ofEpochSecond(1_000_000);
      ledger.prune(now, Duration.ofSeconds(60));
      ledger.prune(now.plusSeconds(60), Duration.ofSeconds(60));
      assertThat(ledger.size()).isEqualTo(3);
      assertThat(ledger.cancellations(key("cancelled"))).isNotEmpty();
      ledger.prune(now.plusSeconds(61), Duration.ofSeconds(60));
      assertThat(ledger.size()).isEqualTo(2);
      assertThat(ledger.cancellations(key("cancelled"))).isEmpty();
      assertThat(ledger.state(key("open"))).contains(State.InProgress.ACCEPTED);
      assertThat(ledger.state(key("late"))).contains(State.Terminal.REJECTED);
    }
  }

  @Test
  void confirmedMessagesLeaveTheOutbox() throws Exception {
    try (Ledger ledger = Ledger.open(folder, CLOCK)) {
      ledger.outbox().append(outboxMessage("1"));
      ledger.outbox().append(outboxMessage("2"));
      OutboxRow first = ledger.outbox().after(0, 1).getFirst();
      ledger.outbox().confirm(List.of(confirmed(first, 7))).join();
      assertThat(ledger.outbox().after(0, 10))
          .extracting(each -> new String(each.message().body(), StandardCharsets.UTF_8))
          .containsExactly("2");
      assertThat(ledger.outbox().awaitEmpty(Duration.ofMillis(20))).isFalse();
    }
  }

  @Test
  void knowsTheLastAnswerThatTheBrokerHasConfirmed() throws Exception {
    try (Ledger ledger = Ledger.open(folder, CLOCK)) {
      OutcomeStore outcomes = ledger.outcomes();
      assertThat(outcomes.lastAnswer()).isEmpty();
      ledger
          .outbox()
          .confirm(
              List.of(
                  confirmed(new OutboxRow(1, outboxMessage("1")), 8),
                  confirmed(new OutboxRow(2, outboxMessage("2")), 7)))
          .join();
      assertThat(outcomes.lastAnswer()).contains(new LastAnswer(8, "token 1"));
      outcomes.markLastAnswerLost();
      assertThat(outcomes.lastAnswer()).contains(new LastAnswer(0, "token 1"));
      ledger.outbox().confirm(List.of(confirmed(new OutboxRow(3, outboxMessage("3")), 2))).join();
      assertThat(outcomes.lastAnswer()).contains(new LastAnswer(2, "token 3"));
    }
  }

  @Test
  void sendsAStateAgainUnlessItHasChanged() throws Exception {
    try (Ledger ledger = Ledger.open(folder, CLOCK)) {
      ledger.acceptLater(entry("1"), outboxMessage("accepted"), Optional.empty()).join();
      OpenMessage open = ledger.open().getFirst();
      confirmAll(ledger);
      assertThat(ledger.outcomes().resend(open, outboxMessage("again"))).isTrue();
      assertThat(ledger.outbox().size()).isEqualTo(1);
      confirmAll(ledger);
      ledger.advance(key("1"), State.InProgress.RUNNING, outboxMessage("running"));
      confirmAll(ledger);
      assertThat(ledger.outcomes().resend(open, outboxMessage("again"))).isFalse();
      assertThat(ledger.outbox().size()).isZero();
    }
  }

  private OutboxMessage withBodyFile(Ledger ledger, String name, long size) throws Exception {
    Body body = ledger.bodies().write(name, 1 << 20, out -> out.write(new byte[600 << 10]));
    assertThat(body).isInstanceOf(Body.Large.class);
    return new OutboxMessage(
        "steward.reply.x",
        Map.of("Nats-Msg-Id", name),
        new byte[0],
        Optional.empty(),
        Optional.of(new BodyFile(name, size)));
  }

  private static ConfirmedRow confirmed(OutboxRow row, long sequence) {
    return new ConfirmedRow(
        row, new ConfirmedRow.Kind.Answered("token " + row.number()), "STREAM", sequence);
  }

  private static void confirmAll(Ledger ledger) throws IOException {
    ledger
        .outbox()
        .confirm(ledger.outbox().after(0, 10).stream().map(each -> confirmed(each, 7)).toList())
        .join();
    assertThat(ledger.outbox().size()).isZero();
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve("bodies"))) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void keepsABodyFileAsLongAsARowReferencesIt() throws Exception {
    try (Ledger ledger = Ledger.open(folder, CLOCK)) {
      ledger.outbox().append(withBodyFile(ledger, "event", 1));
      ledger
          .unaccepted()
          .append(
              withBodyFile(ledger, "command", 1),
              "command",
              SUBJECT,
              Instant.now().plusSeconds(60));
      ledger.acceptLater(entry("a"), outboxMessage("1"), Optional.empty()).join();
      ledger.advance(key("a"), State.InProgress.RUNNING, outboxMessage("2"));
      ledger.advance(key("a"), State.Terminal.SUCCEEDED, withBodyFile(ledger, "a.succeeded", 1));
      assertThat(files()).containsExactly("a.succeeded", "command", "event");
      confirmAll(ledger);
      assertThat(files()).containsExactly("a.succeeded", "command");
      ledger
          .unaccepted()
          .removeAccepted(
              List.of(new UnacceptedStore.UnacceptedMessage("command", SUBJECT, Instant.EPOCH, 1)));
      assertThat(files()).containsExactly("a.succeeded");
    }
    try (Ledger ledger = Ledger.open(folder, CLOCK)) {
      assertThat(files()).containsExactly("a.succeeded");
      assertThat(
              ledger
                  .outcomes()
                  .before(Long.MAX_VALUE, Instant.EPOCH, 9)
                  .getFirst()
                  .message()
                  .file())
          .contains(new BodyFile("a.succeeded", 1));
      ledger.prune(Instant.now(), Duration.ofSeconds(60));
      ledger.prune(Instant.now().plusSeconds(61), Duration.ofSeconds(60));
      assertThat(files()).isEmpty();
    }
  }

  @Test
  void deletesUnreferencedBodyFilesWhenOpened() throws Exception {
    try (Ledger ledger = Ledger.open(folder, CLOCK)) {
      ledger.outbox().append(withBodyFile(ledger, "named", 1));
      withBodyFile(ledger, "unnamed", 1);
    }
    Files.createFile(folder.resolve("bodies/half.part"));
    try (Ledger _ = Ledger.open(folder, CLOCK)) {
      assertThat(files()).containsExactly("named");
    }
  }

  @Test
  void anAnswerThatComesTooLateLeavesNoBodyFile() throws Exception {
    try (Ledger ledger = Ledger.open(folder, CLOCK)) {
      ledger.acceptLater(entry("a"), outboxMessage("1"), Optional.empty()).join();
      ledger.advance(key("a"), State.Terminal.CANCELLED, outboxMessage("2"));
      assertThat(
              ledger.advance(
                  key("a"), State.Terminal.REJECTED, withBodyFile(ledger, "a.rejected", 1)))
          .isFalse();
      assertThat(files()).isEmpty();
    }
  }

  @Test
  void keepsTheLatestLargeOutcomesForResending() throws Exception {
    try (Ledger ledger = Ledger.open(folder, CLOCK)) {
      for (String id : List.of("a", "b", "c")) {
        ledger.acceptLater(entry(id), outboxMessage(id), Optional.empty()).join();
        ledger.advance(key(id), State.InProgress.RUNNING, outboxMessage(id));
        ledger.advance(
            key(id), State.Terminal.SUCCEEDED, withBodyFile(ledger, id + ".succeeded", 120 << 20));
        confirmAll(ledger);
      }
      assertThat(ledger.outcomes().before(Long.MAX_VALUE, Instant.EPOCH, 9))
          .extracting(each -> each.key().id())
          .containsExactly("c", "b");
      assertThat(files()).containsExactly("b.succeeded", "c.succeeded");
      assertThat(ledger.state(key("a"))).contains(State.Terminal.SUCCEEDED);
    }
  }

  @Test
  void rejectsAnOversizedBodyWithBothSizesAndLeavesNoFile() throws Exception {
    try (Ledger ledger = Ledger.open(folder, CLOCK)) {
      assertThatThrownBy(
              () -> ledger.bodies().write("a", 1 << 20, out -> out.write(new byte[(1 << 20) + 1])))
          .isInstanceOf(BodyTooLargeException.class)
          .hasMessageContaining("1048577 bytes long")
          .hasMessageContaining("at most 1048576");
      assertThat(files()).isEmpty();
    }
  }

  /// Commits work that no caller waits for.
  private static void confirmLazily(Ledger ledger) {
    var _ = ledger.outbox().confirm(List.of(confirmed(new OutboxRow(99, outboxMessage("1")), 7)));
  }

  private Connection otherConnection() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("ledger.db"));
  }

  private static int outboxRows(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select count(*) from outbox")) {
      assertThat(rows.next()).isTrue();
      return rows.getInt(1);
    }
  }

  @Test
  void commitsLazyWorkSoon() throws Exception {
    try (Ledger ledger = Ledger.open(folder, CLOCK);
        Connection other = otherConnection()) {
      ledger.outbox().append(outboxMessage("1"));
      assertThat(outboxRows(other)).isEqualTo(1);
      OutboxRow row = ledger.outbox().after(0, 1).getFirst();
      var _ = ledger.outbox().confirm(List.of(confirmed(row, 7)));
      await().atMost(TIMEOUT).until(() -> outboxRows(other) == 0);
    }
  }

  @Test
  void readsOnlyCommittedRows() throws Exception {
    try (Ledger ledger = Ledger.open(folder, CLOCK);
        Connection other = otherConnection()) {
      for (int i = 0; i < 200; i++) {
        confirmLazily(ledger);
        CompletableFuture<Recorded> accepted =
            ledger.acceptLater(entry("id" + i), outboxMessage("p"), Optional.empty());
        int found = ledger.outbox().after(0, 1000).size();
        assertThat(outboxRows(other)).isGreaterThanOrEqualTo(found);
        assertThat(accepted.join()).isEqualTo(Recorded.NEW);
      }
    }
  }
}
