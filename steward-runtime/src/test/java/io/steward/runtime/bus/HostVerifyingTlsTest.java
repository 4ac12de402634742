package io.steward.runtime.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.runtime.access.BrokerAddress;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every connection to a broker, the first one and each after it, checks the broker's name.
final class HostVerifyingTlsTest {

  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir private Path temp = Path.of("");

  /// Both sides of a certificate that is trusted, as signed by an authority.
  private SSLContext trusting(String subject) throws Exception {
    SelfSignedCertificate.make(temp, subject);
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(temp.resolve("own.p12"))) {
      store.load(in, PASSWORD);
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, PASSWORD);
    trusted.setCertificateEntry("own", store.getCertificate("own"));
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, PASSWORD);
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  /// Connects as the library does.
  ///
  /// @param wanted the host that the library names
  /// @param given the address that the operator gave
  private static void connect(SSLContext context, String wanted, String given) throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (SSLServerSocket server =
            (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0, 1, loopback);
        Socket plain = new Socket(loopback, server.getLocalPort())) {
      Thread.ofVirtual().start(() -> accept(server));
      SSLContext verifying = HostVerifyingTls.context(context, List.of(BrokerAddress.parse(given)));
      try (SSLSocket secure =
          (SSLSocket)
              verifying
                  .getSocketFactory()
                  .createSocket(plain, wanted, server.getLocalPort(), true)) {
        secure.startHandshake();
        assertThat(secure.getSession().isValid()).isTrue();
      }
    }
  }

  private static void accept(SSLServerSocket server) {
    try (SSLSocket one = (SSLSocket) server.accept()) {
      one.startHandshake();
      var _ = one.getInputStream().read();
    } catch (IOException refused) {
      // by the client, as is expected
    }
  }

  /// Asserts that the host, which is not in the certificate, is missed.
  private static void assertRefused(SSLContext context, String wanted, String given, String host) {
    assertThatThrownBy(() -> connect(context, wanted, given))
        .isInstanceOf(SSLException.class)
        .hasMessageContaining(host);
  }

  @Test
  void aCertificateForTheHostIsAccepted() throws Exception {
    SSLContext context = trusting("dns:broker.example,ip:127.0.0.1");
    connect(context, "broker.example", "tls://broker.example");
    connect(context, "127.0.0.1", "tls://127.0.0.1");
  }

  @Test
  void aTrustedCertificateForAnotherHostIsRefused() throws Exception {
    SSLContext context = trusting("dns:other.example");
    assertRefused(context, "broker.example", "tls://broker.example", "broker.example");
    assertRefused(context, "127.0.0.1", "tls://127.0.0.1", "127.0.0.1");
  }

  @Test
  void aPeerThatABrokerNamesByAddressMustHaveACertificateForTheGivenHost() throws Exception {
    SSLContext context = trusting("dns:broker.example");
    connect(context, "10.9.8.7", "tls://broker.example");
    assertRefused(context, "10.9.8.7", "tls://another.example", "another.example");
    assertRefused(context, "peer.example", "tls://broker.example", "peer.example");
  }
}
