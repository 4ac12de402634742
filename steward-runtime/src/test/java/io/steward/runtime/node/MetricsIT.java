package io.steward.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.steward.api.Message;
import io.steward.api.NodeName;
import io.steward.api.Subject;
import io.steward.runtime.broker.EmbeddedBroker;
import io.steward.runtime.broker.Ports;
import io.steward.runtime.bus.NatsBus;
import io.steward.runtime.fleet.MessageEncoder;
import io.steward.runtime.fleet.MessageSender;
import io.steward.runtime.fleet.Units;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A node whose metrics are scraped.
class MetricsIT extends AskFleet {

  private static final Pattern SAMPLE =
      Pattern.compile("([a-z_]+(?:\\{[^}]*})?) (NaN|[+-]?(?:Inf|[0-9.E+-]+))");

  private List<EmbeddedBroker> brokers = List.of();
  private int port;

  @BeforeEach
  void startBroker() throws IOException, InterruptedException {
    brokers = List.of(broker());
    port = Ports.next();
  }

  @AfterEach
  void stopBroker() {
    brokers.forEach(EmbeddedBroker::close);
  }

  private Node startWithMetrics() throws Exception {
    prepare("ship").close();
    Path config = temp.resolve("ship.yaml");
    Files.writeString(config, Files.readString(config) + "metrics: { listen: " + port + " }\n");
    Node node = Node.prepare(config, Map.of());
    node.start(address());
    return node;
  }

  private HttpResponse<String> get(String path, String accept) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
              .header("Accept", accept)
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  /// All samples by name and labels; asserts that every line is a sample or a comment.
  private Map<String, Double> scrape() throws Exception {
    HttpResponse<String> response = get("/metrics", "text/plain");
    assertThat(response.statusCode()).isEqualTo(200);
    Map<String, Double> samples = new LinkedHashMap<>();
    response
        .body()
        .lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(line -> {
          Matcher sample = SAMPLE.matcher(line);
          assertThat(sample.matches()).as(line).isTrue();
          assertThat(samples.put(sample.group(1), Double.valueOf(sample.group(2)))).isNull();
        });
    return samples;
  }

  private static String messagesTotal(Subject subject, String state) {
    return "steward_messages_total{state=\"" + state + "\",subject=\"" + subject + "\"}";
  }

  private static void send(NatsBus bus, Subject to, Map<String, Object> arguments)
      throws IOException, InterruptedException {
    MessageEncoder encoder = new MessageEncoder(new NodeName("operator"), InstantSource.system());
    new MessageSender(bus, encoder).send(Message.to(to, arguments)).close();
  }

  private void awaitSample(String name, double value) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(scrape()).containsEntry(name, value));
  }

  @Test
  void countsAndTimesCommands() throws Exception {
    String labels = "{domain=\"test\",method=\"ask\"}";
    try (Node ship = startWithMetrics();
        NatsBus bus = visit()) {
      send(bus, SHIP, Map.of("text", "a"));
      awaitSample(messagesTotal(SHIP, "succeeded"), 1);
      assertThat(scrape())
          .containsEntry(messagesTotal(SHIP, "accepted"), 1.0)
          .containsEntry(messagesTotal(SHIP, "running"), 1.0)
          .containsEntry("steward_command_run_seconds_count" + labels, 1.0)
          .containsEntry("steward_command_wait_seconds_count" + labels, 1.0)
          .containsEntry("steward_mailbox_messages{subject=\"" + SHIP + "\"}", 0.0)
          .containsEntry("steward_process_restarts_total{subject=\"" + SHIP + "\"}", 0.0)
          .containsEntry("steward_ledger_messages", 1.0)
          .containsEntry("steward_bus_reconnects_total", 0.0)
          .containsKeys("steward_outbox_messages", "steward_outbox_bytes");
      assertThat(scrape().get("steward_heartbeat_age_seconds")).isBetween(0.0, 60.0);
      Map<String, Double> before = scrape();
      send(bus, SHIP, Map.of("txet", "b"));
      awaitSample(messagesTotal(SHIP, "rejected"), 1);
      Map<String, Double> after = scrape();
      before.forEach((name, value) -> {
        if (name.matches(".*_(total|count|sum|bucket)(\\{.*)?")) {
          assertThat(after.get(name)).as(name).isGreaterThanOrEqualTo(value);
        }
      });
      assertThat(after).containsEntry(messagesTotal(SHIP, "accepted"), 2.0);
      assertThat(ship.name()).isEqualTo(SHIP.node());
    }
  }

  @Test
  void anUnboundSubjectGetsNoSeriesOfItsOwn() throws Exception {
    try (Node ship = startWithMetrics();
        NatsBus bus = visit()) {
      send(bus, Subject.parse("ship.command.nothing.one"), Map.of());
      send(bus, Subject.parse("ship.command.nothing.two"), Map.of());
      awaitSample("steward_messages_total{state=\"rejected\",subject=\"unbound\"}", 2);
      assertThat(scrape().keySet()).noneMatch(name -> name.contains("nothing"));
      assertThat(ship.name()).isEqualTo(SHIP.node());
    }
  }

  @Test
  void countsReconnects() throws Exception {
    try (Node ship = startWithMetrics();
        NatsBus bus = visit()) {
      awaitSample("steward_bus_reconnects_total", 0);
      ProcessHandle.of(brokers.getFirst().pid()).orElseThrow().destroyForcibly();
      await().atMost(PATIENCE).until(() -> !bus.isUp());
      awaitSample("steward_bus_reconnects_total", 1);
      assertThat(ship.name()).isEqualTo(SHIP.node());
    }
  }

  @Test
  void servesTheRequestedFormatAndNothingElse() throws Exception {
    try (Node ship = startWithMetrics()) {
      HttpResponse<String> open = get("/metrics", "application/openmetrics-text; version=1.0.0");
      assertThat(open.headers().firstValue("Content-Type").orElseThrow())
          .startsWith("application/openmetrics-text");
      assertThat(open.body()).endsWith("# EOF\n");
      HttpResponse<String> plain = get("/metrics", "*/*");
      assertThat(plain.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
      assertThat(
              get("/metrics", "application/vnd.google.protobuf")
                  .headers()
                  .firstValue("Content-Type"))
          .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
      assertThat(get("/", "*/*").statusCode()).isEqualTo(404);
      assertThat(get("/metrics/more", "*/*").statusCode()).isEqualTo(404);
      assertThat(ship.name()).isEqualTo(SHIP.node());
    }
    assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
        .isInstanceOf(ConnectException.class);
  }

  @Test
  void aPortAloneListensOnlyOnTheLoopbackAddress() throws Exception {
    try (Node ship = startWithMetrics()) {
      List<InetAddress> others =
          NetworkInterface.networkInterfaces()
              .flatMap(NetworkInterface::inetAddresses)
              .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
              .toList();
      for (InetAddress other : others) {
        assertThatThrownBy(() -> new Socket(other, port).close())
            .as(other.toString())
            .isInstanceOf(ConnectException.class);
      }
      assertThat(scrape()).isNotEmpty();
      assertThat(ship.name()).isEqualTo(SHIP.node());
    }
  }

  @Test
  void aPortInUseIsReportedAndTheNodeStillWorks() throws Exception {
    try (ServerSocket occupier = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
        Node ship = startWithMetrics();
        NatsBus bus = visit()) {
      Units units = new Units(bus, InstantSource.system());
      await()
          .atMost(PATIENCE)
          .ignoreExceptions() // before the first heartbeat
          .untilAsserted(() ->
              assertThat(units.find(ship.name()).orElseThrow().document().get("problems"))
                  .asString()
                  .contains("127.0.0.1:" + occupier.getLocalPort()));
    }
  }

  @Test
  void nothingListensByDefault() throws Exception {
    try (Node ship = start("ship")) {
      assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
          .isInstanceOf(ConnectException.class);
      assertThat(
              Thread.getAllStackTraces().keySet().stream()
                  .map(Thread::getName)
                  .filter(name -> name.startsWith("HTTP-Dispatcher")))
          .isEmpty();
      assertThat(ship.file().config().metrics()).isEmpty();
    }
  }
}
