package io.steward.plugin.httprequest;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.State;
import io.steward.testkit.Run;
import io.steward.testkit.Workbench;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpTlsTest {

  private static final String PASSWORD = "changeit";

  @TempDir private Path folder = Path.of("");
  private Path certificate = Path.of("");

  @BeforeEach
  void makeCertificate() throws IOException, InterruptedException {
    certificate = folder.resolve("server.pem");
    keytool(
        "-genkeypair",
        "-alias",
        "server",
        "-keyalg",
        "EC",
        "-dname",
        "CN=the server",
        "-ext",
        "san=ip:127.0.0.1");
    keytool("-exportcert", "-rfc", "-alias", "server", "-file", certificate.toString());
  }

  private void keytool(String... arguments) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>();
    all.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    all.addAll(List.of(arguments));
    all.addAll(
        List.of("-keystore", folder.resolve("server.p12").toString(), "-storepass", PASSWORD));
    Process process =
        new ProcessBuilder(all)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(folder.resolve("keytool.log"))).isZero();
  }

  private Site site() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve("server.p12"))) {
      store.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return Site.secure(context).text("/", "safe");
  }

  private static Run ask(Site site, String host, Optional<Path> ca) {
    HttpCommand handler = new HttpCommand(List.of("https://*:*"), 1000, Redirects.NEVER, ca);
    try (Workbench bench = Workbench.of(handler)) {
      return bench.start(Map.of("url", "https://" + host + ":" + site.port() + "/")).await();
    }
  }

  @Test
  void trustsTheAuthoritiesInTheFileAndReturnsThePeer() throws Exception {
    try (Site site = site()) {
      Run run = ask(site, "127.0.0.1", Optional.of(certificate));
      assertThat(run.state()).as(run.reason()).isEqualTo(State.Terminal.SUCCEEDED);
      assertThat(run.result())
          .containsEntry("body", "safe")
          .containsEntry("tls", Map.of("protocol", "TLSv1.3", "peer", "CN=the server"));
    }
  }

  @Test
  void trustsNoOtherAuthority() throws Exception {
    try (Site site = site()) {
      Run unknown = ask(site, "127.0.0.1", Optional.empty());
      assertThat(unknown.state()).isEqualTo(State.Terminal.FAILED);
      assertThat(unknown.reason()).startsWith("TLS failed with 127.0.0.1:" + site.port());
      Run misnamed = ask(site, "localhost", Optional.of(certificate));
      assertThat(misnamed.reason()).startsWith("TLS failed with localhost:" + site.port());
      assertThat(site.asked()).isEmpty();
    }
  }

  @Test
  void reportsAnInvalidFile() throws Exception {
    Path empty = Files.createFile(folder.resolve("empty.pem"));
    Path garbage = Files.writeString(folder.resolve("garbage.pem"), "garbage");
    try (Site site = site()) {
      assertThat(ask(site, "127.0.0.1", Optional.of(empty)).reason())
          .isEqualTo("ca: no certificate in " + empty);
      assertThat(ask(site, "127.0.0.1", Optional.of(garbage)).reason())
          .startsWith("ca: " + garbage + " is not in PEM");
      assertThat(ask(site, "127.0.0.1", Optional.of(folder.resolve("none.pem"))).reason())
          .contains("NoSuchFile");
    }
  }
}
