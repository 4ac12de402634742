package io.steward.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.steward.runtime.broker.GuardedBroker;
import io.steward.runtime.bus.ConnectOptions;
import io.steward.runtime.bus.NatsBus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Contexts of the `nats` tool, at brokers that ask who one is.
class NatsContextIT {

  private static final String SEED = "SUACSSL3UAHUDXKFSNVUZRF5UHPMWZ6BFDTJ7M6USDXIEDNPPQYYYCU3VY";
  private static final String PUBLIC = "UDXU4RCSJNZOIQHZNWXHXORDPRTGNJAHAHFRGZNEEJCPQTT2M7NLCNF4";
  private static final String USERS =
      "authorization { users: [{ user: owner, password: \"the door\" }, { nkey: "
          + PUBLIC
          + " }] }";

  @TempDir private Path home = Path.of("");

  private ConnectOptions context(String text) throws Exception {
    Path folder = Files.createDirectories(home.resolve(".config/nats/context"));
    Files.writeString(folder.resolve("there.json"), text);
    return new BrokerChoice("", "there", Map.of(), home).access();
  }

  private static void assertComesIn(ConnectOptions options)
      throws IOException, InterruptedException {
    try (NatsBus bus = NatsBus.connect(options, "operator", "steward")) {
      assertThat(bus.addresses().prefix()).isEqualTo("steward");
    }
  }

  private static void assertStaysOut(ConnectOptions options) {
    assertThatThrownBy(() -> NatsBus.connect(options, "operator", "steward"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("uthenti");
  }

  @Test
  void aUserComesInWithTheRightPassword() throws Exception {
    try (GuardedBroker broker =
        GuardedBroker.start(home.resolve("broker"), USERS).withFleet("owner:the%20door")) {
      String context =
          """
          { "description": "x", "url": "%s", "user": "owner", "password": "%s" }
          """;
      assertStaysOut(new BrokerChoice(broker.url(), "", Map.of(), home).access());
      assertStaysOut(context(context.formatted(broker.url(), "a window")));
      String several = "nats://127.0.0.1:1, " + broker.url();
      assertComesIn(context(context.formatted(several, "the door")));
      assertComesIn(new BrokerChoice(broker.url(), "there", Map.of(), home).access());
    }
  }

  @Test
  void aKeyComesInWhoseSeedIsInAFile() throws Exception {
    try (GuardedBroker broker =
        GuardedBroker.start(home.resolve("broker"), USERS).withFleet("owner:the%20door")) {
      Files.writeString(home.resolve("operator.nk"), SEED + "\n");
      assertComesIn(
          context(
              """
              { "url": "127.0.0.1:%d", "nkey": "~/operator.nk", "inbox_prefix": "_INBOX.mine" }
              """
                  .formatted(broker.port())));
    }
  }

  @Test
  void aTokenComesIn() throws Exception {
    try (GuardedBroker broker =
        GuardedBroker.start(home.resolve("broker"), "authorization { token: sesame }")
            .withFleet("sesame")) {
      String context = "{ \"url\": \"%s\", \"token\": \"%s\" }";
      assertComesIn(context(context.formatted(broker.url(), "sesame")));
      assertStaysOut(context(context.formatted(broker.url(), "simsim")));
    }
  }

  /// That a guest is told that there is no fleet shows that it came in.
  @Test
  void aCertificateComesInAndKnowsTheBrokerByItsAuthority() throws Exception {
    OwnCertificate own = OwnCertificate.make(home);
    String tls =
        "tls { cert_file: \"%1$s\", key_file: \"%2$s\", ca_file: \"%1$s\", verify: true }"
            .formatted(own.certificate(), own.key());
    try (GuardedBroker broker = GuardedBroker.start(home.resolve("broker"), tls)) {
      ConnectOptions whole =
          context(
              """
              { "url": "%1$s", "ca": "%2$s", "cert": "%2$s", "key": "~/own.key" }
              """
                  .formatted(broker.url(), own.certificate()));
      await() // a handshake may take a busy machine longer than a visitor waits
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(() ->
              assertThatThrownBy(() -> NatsBus.connect(whole, "operator", "steward"))
                  .isInstanceOf(IOException.class)
                  .hasMessageContaining("no streams for the fleet"));
      ConnectOptions stranger =
          context("{ \"url\": \"%s\", \"ca\": \"%s\" }".formatted(broker.url(), own.certificate()));
      assertThatThrownBy(() -> NatsBus.connect(stranger, "operator", "steward"))
          .isInstanceOf(IOException.class)
          .hasMessageNotContaining("no streams for the fleet");
      ConnectOptions trusting =
          new BrokerChoice("tls://127.0.0.1:" + broker.port(), "", Map.of(), home).access();
      assertThatThrownBy(() -> NatsBus.connect(trusting, "operator", "steward"))
          .isInstanceOf(IOException.class)
          .hasMessageNotContaining("no streams for the fleet");
    }
  }
}
