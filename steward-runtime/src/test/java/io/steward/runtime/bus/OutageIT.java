package io.steward.runtime.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.steward.api.Subject;
import io.steward.runtime.broker.BrokerBinary;
import io.steward.runtime.broker.EmbeddedBroker;
import io.steward.runtime.broker.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A bus whose broker is missing, goes away, comes back, or comes back without its disk.
class OutageIT {

  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  private static final Subject COMMAND = Subject.parse("ship2.command.echo.test");
  private static final Subject EVENT = Subject.parse("ship2.event.log.test");

  @TempDir private Path data = Path.of("");

  private EmbeddedBroker start(int port) throws IOException, InterruptedException {
    return EmbeddedBroker.start(
        BrokerBinary.find(Optional.empty(), System.getenv(), note -> {}), data, port);
  }

  private static NatsBus open(URI url) {
    return NatsBus.open(List.of(url), "tester", StreamLayout.SMALL);
  }

  private static OutboundMessage message(Bus bus, Subject to, String id)
      throws InterruptedException {
    return new OutboundMessage(
        bus.addresses().storedSubject(to),
        Headers.NONE.with(Header.DEDUPLICATION, id),
        id.getBytes(StandardCharsets.UTF_8));
  }

  /// Stores a message as an outbox does: with retries.
  private static Bus.PublishAck storeEventually(Bus bus, OutboundMessage outbound) {
    return await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(() -> bus.store(outbound).join(), ack -> ack.sequence() > 0);
  }

  private static void consumeForever(Bus.DurableConsumer consumer)
      throws IOException, InterruptedException {
    while (true) {
      consumer.next();
    }
  }

  private static void kill(EmbeddedBroker broker) {
    ProcessHandle.of(broker.pid()).orElseThrow().destroyForcibly();
  }

  @Test
  void comesUpWhenTheBrokerDoes() throws Exception {
    int port = Ports.next();
    try (NatsBus bus = open(URI.create("nats://127.0.0.1:" + port))) {
      List<String> heard = new CopyOnWriteArrayList<>();
      bus.subscribe("ship2.command.>", message -> heard.add(message.text()));
      assertThat(bus.isUp()).isFalse();
      assertThat(bus.store(new OutboundMessage("a.b", Headers.NONE, new byte[0])))
          .isCompletedExceptionally();
      try (EmbeddedBroker broker = start(port)) {
        assertThat(bus.addresses().shards()).isEqualTo(1);
        await().atMost(TIMEOUT).until(bus::isUp);
        assertThat(broker.url().getPort()).isEqualTo(port);
        await()
            .atMost(TIMEOUT)
            .untilAsserted(() -> {
              storeEventually(bus, message(bus, COMMAND, "m" + System.nanoTime()));
              assertThat(heard).isNotEmpty();
            });
      }
    }
  }

  @Test
  void stopsTryingWhenClosed() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      NatsBus bus = open(URI.create("nats://127.0.0.1:" + server.getLocalPort()));
      server.setSoTimeout(10_000);
      server.accept().close();
      bus.close();
      server.setSoTimeout(3000);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> {
            try {
              server.accept().close();
              return false;
            } catch (SocketTimeoutException quiet) {
              return true;
            }
          });
    }
  }

  @Test
  void deliversNothingOfAnEarlierConnectionOnceTheLinkIsUpAgain() throws Exception {
    try (EmbeddedBroker broker = start(0);
        NatsBus bus = open(broker.url())) {
      bus.addresses();
      List<String> heard = new CopyOnWriteArrayList<>();
      List<Bus.LinkEvent> links = new CopyOnWriteArrayList<>();
      Semaphore steps = new Semaphore(0); // one for each message: the handler falls behind
      bus.subscribe(
          "ship2.command.>",
          message -> {
            heard.add(message.text());
            steps.acquireUninterruptibly();
          });
      bus.onLinkEvent(link -> {
        links.add(link);
        heard.add(link.name());
      });
      storeEventually(bus, message(bus, COMMAND, "before0"));
      for (int i = 1; i < 300; i++) {
        bus.store(message(bus, COMMAND, "before" + i)).join();
      }
      await().atMost(TIMEOUT).until(() -> heard.containsAll(List.of("UP", "before0")));
      kill(broker);
      await().atMost(TIMEOUT).until(() -> links.contains(Bus.LinkEvent.DOWN));
      await()
          .atMost(TIMEOUT)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> {
            steps.release();
            return links.getLast() == Bus.LinkEvent.UP;
          });
      steps.release(1000);
      storeEventually(bus, message(bus, COMMAND, "after"));
      await().atMost(TIMEOUT).until(() -> heard.contains("after"));
      List<String> afterwards = heard.subList(heard.lastIndexOf("UP"), heard.size());
      assertThat(afterwards).noneMatch(text -> text.startsWith("before"));
    }
  }

  @Test
  void subscriptionsAndConsumersContinueAfterTheBrokerWasKilled() throws Exception {
    try (EmbeddedBroker broker = start(0);
        NatsBus bus = open(broker.url())) {
      bus.addresses();
      List<String> heard = new CopyOnWriteArrayList<>();
      List<Bus.LinkEvent> links = new CopyOnWriteArrayList<>();
      bus.subscribe("ship2.command.>", message -> heard.add(message.text()));
      bus.onLinkEvent(links::add);
      storeEventually(bus, message(bus, COMMAND, "before"));
      storeEventually(bus, message(bus, EVENT, "event1"));
      await().atMost(TIMEOUT).until(() -> heard.contains("before"));
      try (Bus.DurableConsumer consumer = bus.consume(EVENT)) {
        Bus.AckableMessage message = consumer.next().orElseThrow();
        kill(broker);
        await().atMost(TIMEOUT).until(() -> links.contains(Bus.LinkEvent.DOWN));
        assertThat(storeEventually(bus, message(bus, COMMAND, "during")).sequence()).isEqualTo(2);
        await().atMost(TIMEOUT).until(bus::isUp);
        storeEventually(bus, message(bus, COMMAND, "after"));
        await().atMost(TIMEOUT).until(() -> heard.contains("after"));
        message.acknowledge();
        storeEventually(bus, message(bus, EVENT, "event2"));
        await()
            .atMost(Duration.ofSeconds(20))
            .ignoreExceptions()
            .until(
                () -> consumer.next().map(next -> next.message().text()),
                text -> text.equals(Optional.of("event2")));
      }
    }
  }

  @Test
  void recreatesTheStreamsOfABrokerThatLostItsDisk() throws Exception {
    int port = Ports.next();
    URI url = URI.create("nats://127.0.0.1:" + port);
    try (NatsBus bus = open(url)) {
      String before;
      try (EmbeddedBroker broker = start(port)) {
        storeEventually(bus, message(bus, COMMAND, "lost"));
        before = bus.incarnation(bus.addresses().stream(COMMAND));
        assertThat(broker.pid()).isPositive();
      }
      await().atMost(TIMEOUT).until(() -> !bus.isUp());
      try (Stream<Path> all = Files.walk(data.resolve("store"))) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
      try (EmbeddedBroker broker = start(port)) {
        assertThat(broker.pid()).isPositive();
        assertThat(storeEventually(bus, message(bus, COMMAND, "lost")).sequence()).isEqualTo(1);
        assertThat(bus.incarnation(bus.addresses().stream(COMMAND))).isNotEqualTo(before);
        storeEventually(bus, message(bus, EVENT, "event"));
        try (Bus.DurableConsumer consumer = bus.consume(EVENT)) {
          assertThat(consumer.next().orElseThrow().message().text()).isEqualTo("event");
        }
      }
    }
  }

  @Test
  void aConsumerOfADeletedStreamFailsSoThatItIsReopened() throws Exception {
    try (EmbeddedBroker broker = start(0);
        NatsBus bus = open(broker.url())) {
      String stream = bus.addresses().eventsStream();
      Connection connection = Nats.connect(broker.url().toString());
      try (Bus.DurableConsumer consumer = bus.consume(EVENT)) {
        var same = connection.jetStreamManagement().getStreamInfo(stream).getConfiguration();
        connection.jetStreamManagement().deleteStream(stream);
        connection.jetStreamManagement().addStream(same);
        assertThatThrownBy(() -> consumeForever(consumer)).isInstanceOf(IOException.class);
      } finally {
        connection.close();
      }
    }
  }
}
