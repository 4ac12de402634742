package io.steward.runtime.cli.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.steward.runtime.broker.AuthenticatingBroker;
import io.steward.runtime.bus.ConnectOptions;
import io.steward.runtime.bus.NatsBus;
import io.steward.runtime.bus.SelfSignedCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Contexts of the `nats` tool, with brokers that require authentication.
class NatsContextIT {

  private static final String SEED = "SUACSSL3UAHUDXKFSNVUZRF5UHPMWZ6BFDTJ7M6USDXIEDNPPQYYYCU3VY";
  private static final String PUBLIC = "UDXU4RCSJNZOIQHZNWXHXORDPRTGNJAHAHFRGZNEEJCPQTT2M7NLCNF4";
  private static final String USERS =
      "authorization { users: [{ user: owner, password: \"the door\" }, { nkey: "
          + PUBLIC
          + " }] }";

  @TempDir private Path home = Path.of("");

  private static void secret(Path file, String text) throws IOException {
    Files.setPosixFilePermissions(
        Files.writeString(file, text), PosixFilePermissions.fromString("rw-------"));
  }

  private ConnectOptions context(String text) throws Exception {
    Path folder = Files.createDirectories(home.resolve(".config/nats/context"));
    secret(folder.resolve("there.json"), text);
    return new BrokerChoice("", "there", Map.of(), home).options();
  }

  private static void assertConnects(ConnectOptions options)
      throws IOException, InterruptedException {
    try (NatsBus bus = NatsBus.connect(options, "operator", "steward")) {
      assertThat(bus.addresses().prefix()).isEqualTo("steward");
    }
  }

  private static void assertRefused(ConnectOptions options) {
    assertThatThrownBy(() -> NatsBus.connect(options, "operator", "steward"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("uthenti");
  }

  @Test
  void aUserConnectsWithTheRightPassword() throws Exception {
    try (AuthenticatingBroker broker =
        AuthenticatingBroker.start(home.resolve("broker"), USERS).withFleet("owner:the%20door")) {
      String context =
          """
          { "description": "x", "url": "%s", "user": "owner", "password": "%s" }
          """;
      assertRefused(new BrokerChoice(broker.url(), "", Map.of(), home).options());
      assertRefused(context(context.formatted(broker.url(), "a window")));
      String several = "nats://127.0.0.1:1, " + broker.url();
      assertConnects(context(context.formatted(several, "the door")));
      assertConnects(new BrokerChoice(broker.url(), "there", Map.of(), home).options());
    }
  }

  @Test
  void anNkeyConnectsWithItsSeedFile() throws Exception {
    try (AuthenticatingBroker broker =
        AuthenticatingBroker.start(home.resolve("broker"), USERS).withFleet("owner:the%20door")) {
      secret(home.resolve("operator.nk"), SEED + "\n");
      assertConnects(
          context(
              """
              { "url": "127.0.0.1:%d", "nkey": "~/operator.nk", "inbox_prefix": "_INBOX.mine" }
              """
                  .formatted(broker.port())));
    }
  }

  @Test
  void aTokenConnects() throws Exception {
    try (AuthenticatingBroker broker =
        AuthenticatingBroker.start(home.resolve("broker"), "authorization { token: sesame }")
            .withFleet("sesame")) {
      String context = "{ \"url\": \"%s\", \"token\": \"%s\" }";
      assertConnects(context(context.formatted(broker.url(), "sesame")));
      assertRefused(context(context.formatted(broker.url(), "simsim")));
    }
  }

  @Test
  void aCertificateForAnotherHostIsRefused() throws Exception {
    SelfSignedCertificate own = SelfSignedCertificate.make(home, "dns:other.example");
    String tls =
        "tls { cert_file: \"%s\", key_file: \"%s\" }".formatted(own.certificate(), own.key());
    try (AuthenticatingBroker broker = AuthenticatingBroker.start(home.resolve("broker"), tls)) {
      ConnectOptions options =
          context(
              "{ \"url\": \"tls://127.0.0.1:%d\", \"ca\": \"%s\" }"
                  .formatted(broker.port(), own.certificate()));
      assertThatThrownBy(() -> NatsBus.connect(options, "operator", "steward"))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("no TLS connection: ")
          .hasMessageContaining("127.0.0.1");
    }
  }

  @Test
  void aPasswordWithEveryDelimiterConnectsAndIsNeverPrinted() throws Exception {
    String users = "authorization { user: owner, password: \"a@b/c#d%e:f?g\" }";
    String encoded = "a%40b%2Fc%23d%25e:f%3Fg";
    try (AuthenticatingBroker broker =
        AuthenticatingBroker.start(home.resolve("broker"), users).withFleet("owner:" + encoded)) {
      String address = broker.url().replace("//", "//owner:" + encoded + "@");
      ConnectOptions options = new BrokerChoice(address, "", Map.of(), home).options();
      assertConnects(options);
      assertThat(options.toString()).doesNotContain("c%23").doesNotContain("c#d");
      ConnectOptions wrong =
          new BrokerChoice(address.replace("a%40", "x%40"), "", Map.of(), home).options();
      assertThatThrownBy(() -> NatsBus.connect(wrong, "operator", "steward"))
          .hasMessageNotContaining("c%23")
          .hasMessageNotContaining("c#d")
          .hasMessageContaining("it refuses the login");
      assertThatThrownBy(() ->
              new BrokerChoice("nats://owner:a@b/c#d%e:f?g@127.0.0.1", "", Map.of(), home)
                  .options())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("write @ as %40")
          .hasMessageNotContaining("c#d");
    }
  }

  /// The problem that there is no fleet shows that the client was let in.
  @Test
  void aCertificateConnectsAndTheBrokerIsVerifiedByItsCa() throws Exception {
    SelfSignedCertificate own = SelfSignedCertificate.make(home, "ip:127.0.0.1");
    String tls =
        "tls { cert_file: \"%1$s\", key_file: \"%2$s\", ca_file: \"%1$s\", verify: true }"
            .formatted(own.certificate(), own.key());
    try (AuthenticatingBroker broker = AuthenticatingBroker.start(home.resolve("broker"), tls)) {
      ConnectOptions whole =
          context(
              """
              { "url": "%1$s", "ca": "%2$s", "cert": "%2$s", "key": "~/own.key" }
              """
                  .formatted(broker.url(), own.certificate()));
      await() // on a busy machine, a handshake may take longer than the connect timeout
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
          new BrokerChoice("tls://127.0.0.1:" + broker.port(), "", Map.of(), home).options();
      assertThatThrownBy(() -> NatsBus.connect(trusting, "operator", "steward"))
          .isInstanceOf(IOException.class)
          .hasMessageNotContaining("no streams for the fleet");
    }
  }
}
