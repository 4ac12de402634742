package io.steward.runtime.cli.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.runtime.access.BrokerAddress;
import io.steward.runtime.bus.ConnectOptions;
import io.steward.runtime.bus.Credentials;
import io.steward.runtime.databind.ProblemsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerChoiceTest {

  private static final String SEED = "SUACSSL3UAHUDXKFSNVUZRF5UHPMWZ6BFDTJ7M6USDXIEDNPPQYYYCU3VY";

  @TempDir private Path home = Path.of("");

  @BeforeEach
  void write() throws IOException {
    context("harbour", "{\"url\": \"nats://harbour:4222\"}");
    context("sea", "{\"url\": \"tls://sea1, sea2:4333\", \"user\": \"me\", \"password\": \"x\"}");
  }

  private static Path secret(Path file, String text) throws IOException {
    return Files.setPosixFilePermissions(
        Files.writeString(file, text), PosixFilePermissions.fromString("rw-------"));
  }

  private Path context(String name, String text) throws IOException {
    Path folder = Files.createDirectories(home.resolve(".config/nats/context"));
    return secret(folder.resolve(name + ".json"), text);
  }

  private ConnectOptions choose(String broker, String context, Map<String, String> environment)
      throws Exception {
    return new BrokerChoice(broker, context, environment, home).options();
  }

  private static ConnectOptions to(String address) {
    return ConnectOptions.withAddresses(List.of(BrokerAddress.parse(address)));
  }

  @Test
  void theCommandLineOverridesTheEnvironmentWhichOverridesTheSelection() throws Exception {
    Map<String, String> both = Map.of("STEWARD_BROKER", "nats://own", "NATS_CONTEXT", "harbour");
    Map<String, String> named = Map.of("NATS_CONTEXT", "harbour");
    assertThat(choose("", "", Map.of())).isEqualTo(to("nats://127.0.0.1:4222"));
    Files.writeString(home.resolve(".config/nats/context.txt"), "sea\n");
    assertThat(choose("", "", Map.of()).servers())
        .containsExactly(
            BrokerAddress.parse("tls://sea1"), BrokerAddress.parse("nats://sea2:4333"));
    assertThat(choose("", "", named)).isEqualTo(to("nats://harbour:4222"));
    assertThat(choose("", "", both)).isEqualTo(to("nats://own"));
    assertThat(choose("nats://said", "", both)).isEqualTo(to("nats://said"));
    ConnectOptions sea = choose("", "sea", both);
    assertThat(sea.credentials()).isEqualTo(new Credentials.User("me", "x"));
    assertThat(choose("nats://said", "sea", both).servers())
        .containsExactly(BrokerAddress.parse("nats://said"));
    assertThat(choose("nats://said", "sea", both).credentials()).isEqualTo(sea.credentials());
  }

  @Test
  void readsContextsBelowXdgConfigHome() throws Exception {
    Path elsewhere = Files.createDirectories(home.resolve("x/nats/context"));
    Files.writeString(elsewhere.resolve("far.json"), "{\"url\": \"far\"}");
    Map<String, String> there = Map.of("XDG_CONFIG_HOME", home.resolve("x").toString());
    assertThat(choose("", "far", there)).isEqualTo(to("nats://far"));
  }

  @Test
  void anUnknownContextIsReportedWithItsFileAndTheNearestName() {
    assertThatThrownBy(() -> choose("", "harbor", Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(home.resolve(".config/nats/context/harbor.json").toString())
        .hasMessageContaining("did you mean \"harbour\"?");
    assertThatThrownBy(() -> choose("", "", Map.of("NATS_CONTEXT", "../sea")))
        .hasMessageContaining("NATS_CONTEXT");
  }

  @Test
  void reportsEveryUnsupportedKeyWithItsPosition() throws IOException {
    Path file =
        context(
            "odd",
            """
            { "url": "nats://x",
              "nsc": "nsc://op/acc/me",
              "cert": "",
              "tls_first": false,
              "jetstream_domain": "hub",
              "color_scheme": "red" }
            """);
    assertThatThrownBy(() -> choose("", "odd", Map.of()))
        .isInstanceOf(ProblemsException.class)
        .satisfies(e ->
            assertThat(((ProblemsException) e).problems())
                .extracting(Object::toString)
                .satisfiesExactly(
                    nsc -> assertThat(nsc).startsWith(file + ":2:3 nsc: steward does not support"),
                    domain -> assertThat(domain).startsWith(file + ":5:3 jetstream_domain: ")));
  }

  @Test
  void readsCredentialsAsTheToolDoes() throws Exception {
    secret(
        home.resolve("me.creds"),
        """
        -----BEGIN NATS USER JWT-----
        eyJ0.eyJq.c2ln
        ------END NATS USER JWT------

        -----BEGIN USER NKEY SEED-----
        %s
        ------END USER NKEY SEED------
        """
            .formatted(SEED));
    context("creds", "{\"creds\": \"$HERE/me.creds\"}");
    ConnectOptions options = choose("", "creds", Map.of("HERE", home.toString()));
    assertThat(options.credentials())
        .isInstanceOfSatisfying(
            Credentials.Jwt.class,
            vouched -> assertThat(vouched.jwt()).isEqualTo("eyJ0.eyJq.c2ln"));
    context("inline", "{\"user_jwt\": \"a.b.c\", \"user_seed\": \"" + SEED + "\"}");
    assertThat(choose("", "inline", Map.of()).credentials()).isInstanceOf(Credentials.Jwt.class);
  }

  @Test
  void aSecretThatOthersMayReadIsRefusedWithItsFile() throws IOException {
    Path nkey = secret(home.resolve("me.nk"), SEED);
    Path file = context("loose", "{\"nkey\": \"~/me.nk\"}");
    Files.setPosixFilePermissions(nkey, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> choose("", "loose", Map.of()))
        .hasMessageContaining(file + ":1:2 nkey: " + nkey + " contains a secret")
        .hasMessageNotContaining(SEED);
    Path inline = context("inline", "{\"token\": \"sesame\"}");
    Files.setPosixFilePermissions(inline, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> choose("", "inline", Map.of()))
        .hasMessageContaining(inline + ":1:2 token: " + inline + " contains a secret")
        .hasMessageNotContaining("sesame");
  }

  @Test
  void namesTheKeyOfAFileThatIsMissingOrInvalid() throws IOException {
    Path file = context("lost", "{\"nkey\": \"/nowhere/me.nk\"}");
    assertThatThrownBy(() -> choose("", "lost", Map.of()))
        .hasMessageContaining(file + ":1:2 nkey: there is no file /nowhere/me.nk");
    Path half = context("half", "{\"cert\": \"/x.pem\"}");
    assertThatThrownBy(() -> choose("", "half", Map.of()))
        .hasMessageContaining(half + ":1:2 cert: \"cert\" and \"key\" go together");
    Path authority = context("authority", "{\"ca\": \"/nowhere/ca.pem\"}");
    assertThatThrownBy(() -> choose("", "authority", Map.of()))
        .hasMessageContaining(authority + ":1:2 ca: there is no file /nowhere/ca.pem");
    Path other = context("other", "{\"user_jwt\": \"a.b.c\", \"user_seed\": \"SUA\"}");
    assertThatThrownBy(() -> choose("", "other", Map.of()))
        .hasMessageContaining(other + ":1:23 user_seed: it is not a seed");
  }
}
