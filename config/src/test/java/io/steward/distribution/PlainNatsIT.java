package io.steward.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.Subscription;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Any NATS client can do what the `nats` examples in `steward-runtime/README.md` do.
class PlainNatsIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  static final String LIVE = "ship2.command.shellcommand.operatingsystem";
  static final String STORED =
      "steward.command.00.ship2.shellcommand.operatingsystem"; // a small fleet has one shard
  private static final byte[] BODY =
      "{\"command\":[\"echo\",\"hello\"]}".getBytes(StandardCharsets.UTF_8);

  @TempDir private static Path folder = Path.of("");
  private static Fleet fleet;
  private static Connection nats;

  @BeforeAll
  static void connect() throws Exception {
    fleet = Fleet.start(folder);
    nats =
        Nats.connect(
            new Options.Builder().server(fleet.brokerWithLogin()).connectionName("plain").build());
    // an answer shows that the fleet's streams exist
    assertThat(fleet.steward("run", "ship2", "--", "true").exit()).isZero();
  }

  @AfterAll
  static void disconnect() throws InterruptedException {
    nats.close();
    fleet.close();
  }

  private static List<Message> untilOutcome(Subscription answers) throws InterruptedException {
    List<Message> all = new ArrayList<>();
    while (true) {
      Message next = answers.nextMessage(PATIENCE);
      assertThat(next).as("an answer after %s", all).isNotNull();
      all.add(next);
      if (List.of("succeeded", "failed", "rejected").contains(header(next, "Steward-State"))) {
        return all;
      }
    }
  }

  /// A header; empty when there is none.
  private static String header(Message message, String name) {
    Headers headers = message.getHeaders();
    return headers == null ? "" : Objects.requireNonNullElse(headers.getFirst(name), "");
  }

  private static String body(Message message) {
    return new String(message.getData(), StandardCharsets.UTF_8);
  }

  private static void assertHello(List<Message> answers) throws IOException {
    assertThat(answers)
        .filteredOn(answer -> header(answer, "Steward-Stream").isEmpty())
        .extracting(answer -> header(answer, "Steward-State"))
        .containsExactly("accepted", "running", "succeeded");
    assertThat(answers)
        .filteredOn(answer -> !header(answer, "Steward-Stream").isEmpty())
        .singleElement()
        .satisfies(
            chunk -> assertThat(body(chunk)).isEqualTo("hello\n"),
            chunk -> assertThat(header(chunk, "Steward-Stream")).isEqualTo("stdout"),
            chunk -> assertThat(header(chunk, "Steward-Offset")).isEqualTo("0"));
    assertThat(new JsonMapper().readTree(body(answers.getLast())).at("/result/exit").asInt(-1))
        .isZero();
  }

  @Test
  void bareJsonOnTheStoredSubjectIsExecuted() throws Exception {
    Subscription answers = nats.subscribe("ship2.reply.>");
    nats.jetStream().publish(STORED, BODY);
    List<Message> all = untilOutcome(answers);
    assertHello(all);
    assertThat(all)
        .extracting(Message::getSubject)
        .allMatch(subject -> subject.startsWith("ship2.reply.shellcommand.operatingsystem."));
    answers.unsubscribe();
  }

  @Test
  void bareJsonOnTheFourTokenSubjectIsExecuted() throws Exception {
    Subscription answers = nats.subscribe("ship2.reply.>");
    nats.publish(LIVE, BODY);
    assertHello(untilOutcome(answers));
    answers.unsubscribe();
  }

  @Test
  void answersAreCopiedToWhereARequestWantsThem() throws Exception {
    String inbox = nats.createInbox();
    Subscription answers = nats.subscribe(inbox);
    nats.publish(LIVE, inbox, BODY);
    assertHello(untilOutcome(answers));
    answers.unsubscribe();
  }

  @Test
  void theSameIdTwiceRunsOnce() throws Exception {
    Path file = folder.resolve("once");
    byte[] body = ("{\"script\":\"echo ran >> " + file + "\"}").getBytes(StandardCharsets.UTF_8);
    String id = "plain-client-0123456789-once";
    Subscription answers = nats.subscribe("ship2.reply.shellcommand.operatingsystem." + id);
    Headers headers = new Headers().add("Nats-Msg-Id", id);
    nats.jetStream().publish(new NatsMessage(STORED, null, headers, body));
    untilOutcome(answers);
    nats.publish(new NatsMessage(LIVE, null, headers, body));
    nats.jetStream().publish(new NatsMessage(STORED, null, headers, body));
    // the process handles commands in order: when this one has ended, so have the others
    Subscription after = nats.subscribe("ship2.reply.>");
    nats.publish(LIVE, BODY);
    untilOutcome(after);
    assertThat(file).hasContent("ran");
    answers.unsubscribe();
    after.unsubscribe();
  }

  @Test
  void theStateOfAMessageIsTheLastOnItsReplySubject() throws Exception {
    Subscription answers = nats.subscribe("ship2.reply.>");
    nats.jetStream().publish(STORED, BODY);
    String id = untilOutcome(answers).getLast().getSubject().replaceAll(".*\\.", "");
    answers.unsubscribe();
    var last =
        nats.jetStreamManagement()
            .getLastMessage(
                "STEWARD_REPLIES", "steward.reply.ship2.shellcommand.operatingsystem." + id);
    assertThat(Objects.requireNonNull(last.getHeaders()).getFirst("Steward-State"))
        .isEqualTo("succeeded");
  }

  @Test
  void theStateOfAUnitIsItsKeyInTheBucket() throws Exception {
    var entry = nats.keyValue("steward-units").get("ship2");
    var document = new JsonMapper().readTree(entry.getValue());
    assertThat(document.path("node").asText()).isEqualTo("ship2");
    assertThat(document.at("/labels/class").asText()).isEqualTo("ferry");
  }

  @Test
  void anUnknownProtocolVersionIsRejected() throws Exception {
    Subscription answers = nats.subscribe("ship2.reply.>");
    nats.publish(new NatsMessage(LIVE, null, new Headers().add("Steward-Version", "9"), BODY));
    Message answer = untilOutcome(answers).getLast();
    assertThat(header(answer, "Steward-State")).isEqualTo("rejected");
    assertThat(body(answer)).contains("version");
    answers.unsubscribe();
  }

  @Test
  void whatIsNotJsonIsRejectedWithItsPlace() throws Exception {
    Subscription answers = nats.subscribe("ship2.reply.>");
    nats.publish(LIVE, "{\"command\": [".getBytes(StandardCharsets.UTF_8));
    Message answer = untilOutcome(answers).getLast();
    assertThat(header(answer, "Steward-State")).isEqualTo("rejected");
    assertThat(body(answer)).contains("arguments:1:");
    answers.unsubscribe();
  }
}
