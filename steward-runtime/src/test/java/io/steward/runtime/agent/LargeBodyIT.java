package io.steward.runtime.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.steward.api.Answer;
import io.steward.api.Message;
import io.steward.api.NodeName;
import io.steward.api.Subject;
import io.steward.runtime.broker.BrokerBinary;
import io.steward.runtime.broker.EmbeddedBroker;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.NatsBus;
import io.steward.runtime.fleet.Conversation;
import io.steward.runtime.fleet.Documents;
import io.steward.runtime.fleet.Letters;
import io.steward.runtime.fleet.Sender;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A node sends another 5 MB, and gets 50 MB back, whatever becomes of the broker meanwhile.
@Timeout(180)
class LargeBodyIT {

  private static final Subject CENTRAL = Subject.parse("central.command.ask.test");
  private static final Subject SHIP = Subject.parse("ship.command.ask.test");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int GROW = 10;

  @TempDir private Path temp = Path.of("");
  private final String text = text();
  private Optional<URI> url = Optional.empty();

  private static String text() {
    byte[] random = new byte[2_500_000];
    new Random(7).nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  @BeforeEach
  void packPlugin() throws IOException {
    AskPlugin.pack(temp, Files.createDirectory(temp.resolve("plugins")).resolve("ask.jar"));
  }

  private EmbeddedBroker broker() throws IOException, InterruptedException {
    EmbeddedBroker broker =
        EmbeddedBroker.start(
            BrokerBinary.find(Optional.empty(), System.getenv(), note -> {}),
            temp.resolve("broker"),
            url.map(URI::getPort).orElse(0)); // nodes know it by its port
    url = Optional.of(broker.url());
    return broker;
  }

  private Agent prepare(String name) throws Exception {
    Path config = temp.resolve(name + ".yaml");
    Files.writeString(
        config,
        """
        node: %s
        heartbeat: 200ms
        commands:
          ask.test: { from: ["*"] }
        """
            .formatted(name));
    return Agent.prepare(config, Map.of());
  }

  private NatsBus visit() {
    return await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () -> NatsBus.visit(url.stream().toList(), "operator", Addresses.DEFAULT_PREFIX),
            bus -> true);
  }

  private static Answer.Last last(Conversation conversation) throws InterruptedException {
    while (true) {
      if (conversation.next(PATIENCE).orElseThrow() instanceof Answer.Last last) {
        return last;
      }
    }
  }

  private static String result(Conversation conversation, String key) throws InterruptedException {
    Answer.Last last = last(conversation);
    assertThat(last).isInstanceOf(Answer.Succeeded.class);
    return String.valueOf(Documents.map(((Answer.Succeeded) last).result()).get(key));
  }

  /// Has central ask the ship.
  ///
  /// @return the id of the question
  private String ask() throws Exception {
    Map<String, Object> question = Map.of("text", text, "on", SHIP.toString(), "grow", GROW);
    try (NatsBus bus = visit();
        Conversation conversation =
            new Sender(bus, new Letters(new NodeName("operator"), InstantSource.system()))
                .send(Message.to(CENTRAL, question))) {
      return result(conversation, "id");
    }
  }

  private static String sha256(String of) throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(of.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest);
  }

  private void findWhole(String id) throws Exception {
    try (NatsBus bus = visit();
        Conversation conversation = Conversation.follow(bus, SHIP, id)) {
      String result = result(conversation, "text");
      assertThat(result).hasSize(text.length() * GROW);
      assertThat(sha256(result)).isEqualTo(sha256(text.repeat(GROW)));
      await()
          .atMost(PATIENCE)
          .until(
              () -> !bus.get(id, OutputStream.nullOutputStream())); // the question, not the answer
    }
  }

  private List<String> files(String node) throws IOException {
    try (Stream<Path> all = Files.list(temp.resolve("data").resolve(node).resolve("bodies"))) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  /// Has central ask the ship, which is away, and waits until the broker has confirmed it.
  private String askWhileTheShipIsAway() throws Exception {
    String id = ask();
    try (NatsBus bus = visit()) {
      await()
          .atMost(PATIENCE)
          .until(() ->
              bus.last(bus.addresses().unitsStream(), bus.addresses().unit(CENTRAL.node()))
                  .orElseThrow()
                  .text()
                  .contains("\"outbox\":0"));
      assertThat(bus.get(id, OutputStream.nullOutputStream())).isTrue();
    }
    assertThat(files("central")).contains(id);
    return id;
  }

  private void loseDisk() throws IOException {
    try (Stream<Path> all = Files.walk(temp.resolve("broker/store"))) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  @Test
  void arriveWholeThoughTheBrokerIsStartedAgainInBetween() throws Exception {
    try (Agent central = prepare("central")) {
      String id;
      try (EmbeddedBroker before = broker()) {
        assertThat(before.pid()).isPositive();
        central.start(url);
        id = askWhileTheShipIsAway();
      }
      try (EmbeddedBroker after = broker();
          Agent ship = prepare("ship")) {
        assertThat(after.pid()).isPositive();
        ship.start(url);
        findWhole(id);
        assertThat(files("ship")).as("for being said again").containsExactly(id + ".succeeded");
      }
    }
  }

  @Test
  void areSentAgainToABrokerThatLosesItsDiskBeforeTheyAreAcceptedOrAfterTheyAreAnswered()
      throws Exception {
    try (Agent central = prepare("central");
        Agent ship = prepare("ship")) {
      String id;
      try (EmbeddedBroker before = broker()) {
        assertThat(before.pid()).isPositive();
        central.start(url);
        id = askWhileTheShipIsAway();
      }
      loseDisk();
      try (EmbeddedBroker after = broker()) {
        assertThat(after.pid()).isPositive();
        ship.start(url);
        findWhole(id);
      }
      loseDisk();
      try (EmbeddedBroker last = broker()) {
        assertThat(last.pid()).isPositive();
        findWhole(id);
      }
    }
  }
}
