package io.steward.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.service.Discovery;
import io.nats.service.Endpoint;
import io.nats.service.EndpointStats;
import io.nats.service.InfoResponse;
import io.nats.service.PingResponse;
import io.nats.service.ServiceResponse;
import io.nats.service.StatsResponse;
import io.steward.api.Message;
import io.steward.api.NodeName;
import io.steward.api.Subject;
import io.steward.runtime.broker.EmbeddedBroker;
import io.steward.runtime.bus.NatsBus;
import io.steward.runtime.fleet.MessageEncoder;
import io.steward.runtime.fleet.MessageSender;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Two nodes, discovered by the NATS library's own services client, which throws while no node
/// listens yet.
@SuppressWarnings("NullAway.Init") // set before each test
class DiscoveryResponderIT extends AskFleet {

  private static final String SEMANTIC = "\\d+\\.\\d+\\.\\d+(-[0-9A-Za-z.-]+)?";

  private List<EmbeddedBroker> brokers = List.of();
  private Connection connection;
  private Discovery discovery;

  @BeforeEach
  void startBroker() throws Exception {
    brokers = List.of(broker());
    connection = Nats.connect(url.orElseThrow().toString());
    discovery = new Discovery(connection, 1000, 10);
  }

  @AfterEach
  void stopBroker() throws InterruptedException {
    connection.close();
    brokers.forEach(EmbeddedBroker::close);
  }

  private EndpointStats stats(Subject subject) {
    return discovery.stats("steward", subject.node().value()).getEndpointStatsList().stream()
        .filter(endpoint -> endpoint.getSubject().equals(subject.toString()))
        .findFirst()
        .orElseThrow();
  }

  private void awaitBoth() {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(() ->
            assertThat(discovery.ping("steward"))
                .extracting(ServiceResponse::getId)
                .containsExactlyInAnyOrder("central", "ship"));
  }

  @Test
  void aServicesClientFindsEveryNodeByName() throws Exception {
    try (Node central = start("central");
        Node ship = start("ship")) {
      awaitBoth();
      assertThat(discovery.ping()).hasSize(2);
      PingResponse one = discovery.ping("steward", "ship");
      assertThat(one.getName()).isEqualTo("steward");
      assertThat(one.getId()).isEqualTo(ship.name().value());
      assertThat(one.getVersion()).matches(SEMANTIC).isNotEqualTo("0.0.0-unknown");
      assertThat(one.getMetadata()).containsEntry("steward.protocol", "1");
      assertThat(central.name().value()).isEqualTo("central");
    }
  }

  @Test
  void commandProcessesAreTheEndpoints() throws Exception {
    try (Node ship = start("ship")) {
      await().atMost(PATIENCE).ignoreExceptions().until(() -> !discovery.info("steward").isEmpty());
      InfoResponse info = discovery.info("steward", ship.name().value());
      assertThat(info.getDescription()).isNotEmpty();
      assertThat(info.getEndpoints())
          .extracting(Endpoint::getName, Endpoint::getSubject)
          .containsExactlyInAnyOrderElementsOf(
              Stream.concat(
                      Stream.of(tuple("ask-test", SHIP.toString())),
                      Stream.of(
                              "cancel",
                              "schedule",
                              "unschedule",
                              "ping",
                              "plugins",
                              "processes",
                              "reload",
                              "drain")
                          .map(method ->
                              tuple(method + "-steward", "ship.command." + method + ".steward")))
                  .toList());
      assertThat(discovery.info()).hasSize(1);
    }
  }

  @Test
  void countsExecutedCommandsAndErrors() throws Exception {
    try (Node ship = start("ship");
        NatsBus bus = visit()) {
      await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .until(() -> !discovery.stats("steward").isEmpty());
      StatsResponse before = discovery.stats("steward", ship.name().value());
      assertThat(before.getStarted()).isNotNull();
      assertThat(stats(SHIP).getNumRequests()).isZero();
      assertThat(stats(SHIP).getAverageProcessingTime()).isZero();
      MessageSender sender =
          new MessageSender(
              bus, new MessageEncoder(new NodeName("operator"), InstantSource.system()));
      sender.send(Message.to(SHIP, Map.of("text", "hello"))).close();
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(stats(SHIP).getNumRequests()).isEqualTo(1));
      EndpointStats succeeded = stats(SHIP);
      assertThat(succeeded.getNumErrors()).isZero();
      assertThat(succeeded.getLastError()).isEmpty();
      assertThat(succeeded.getProcessingTime()).isPositive();
      assertThat(succeeded.getAverageProcessingTime()).isEqualTo(succeeded.getProcessingTime());
      sender.send(Message.to(SHIP, Map.of("txet", "hello"))).close();
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(stats(SHIP).getNumErrors()).isEqualTo(1));
      assertThat(stats(SHIP).getNumRequests()).isEqualTo(2);
      assertThat(stats(SHIP).getLastError()).contains("txet");
    }
  }
}
