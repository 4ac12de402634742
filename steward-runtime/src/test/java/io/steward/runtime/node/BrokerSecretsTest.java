package io.steward.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.runtime.bus.Credentials;
import io.steward.runtime.config.ConfigDraft;
import io.steward.runtime.databind.ProblemsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Logins in files of their own.
final class BrokerSecretsTest {

  @TempDir private Path temp = Path.of("");

  private BrokerSecrets secrets(String broker) throws Exception {
    Path yaml = Files.writeString(temp.resolve("ship.yaml"), "node: ship\nbroker: " + broker);
    return new BrokerSecrets(ConfigDraft.read(yaml, Map.of()).bind());
  }

  private Path secret(String name, String text, String mode) throws IOException {
    Path file = Files.writeString(temp.resolve(name), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  @Test
  void aLoginIsReadFromAFileNextToTheConfiguration() throws Exception {
    secret("password", "a@b/c#d%e\n", "r--r-----");
    assertThat(secrets("{ login: { user: ship, passwordFile: password } }").credentials())
        .isEqualTo(new Credentials.User("ship", "a@b/c#d%e"));
    assertThat(secrets("{ login: { tokenFile: password } }").credentials())
        .isEqualTo(new Credentials.Token("a@b/c#d%e"));
    secret("ship.nk", "SUACSSL3UAHUDXKFSNVUZRF5UHPMWZ6BFDTJ7M6USDXIEDNPPQYYYCU3VY", "rw-------");
    assertThat(secrets("{ login: { credentialsFile: ship.nk } }").credentials())
        .isInstanceOf(Credentials.NKey.class);
    BrokerSecrets system = secrets("{ system: { user: watch, passwordFile: password } }");
    assertThat(system.credentials(system.file().broker().system().orElseThrow()))
        .isEqualTo(new Credentials.User("watch", "a@b/c#d%e"));
    assertThat(system.problems()).isEmpty();
  }

  @Test
  void aFileThatOthersMayReadIsAProblemWithoutItsContent() throws Exception {
    Path password = secret("password", "sesame", "rw-r--r--");
    for (String key : new String[] {"login", "system"}) {
      assertThat(secrets("{ " + key + ": { user: ship, passwordFile: password } }").problems())
          .singleElement()
          .asString()
          .contains("broker." + key + ": " + password + " contains a secret", "chmod 600")
          .doesNotContain("sesame");
    }
  }

  @Test
  void aFileWithoutASecretIsAProblem() throws Exception {
    secret("empty", "\n", "rw-------");
    assertThat(secrets("{ login: { tokenFile: empty } }").problems()).hasSize(1);
    assertThat(secrets("{ login: { tokenFile: none } }").problems()).hasSize(1);
    assertThat(secrets("{ login: { credentialsFile: empty } }").problems())
        .singleElement()
        .asString()
        .endsWith("empty: it contains no user seed");
  }

  @Test
  void aLoginComesFromExactlyOneFile() {
    for (String login :
        new String[] {"user: ship", "passwordFile: p", "user: ship, tokenFile: t", ""}) {
      assertThatThrownBy(() -> secrets("{ login: { " + login + " } }"))
          .isInstanceOf(ProblemsException.class)
          .hasMessageContaining("it takes user and passwordFile, or tokenFile");
    }
  }
}
