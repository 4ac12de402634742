package io.steward.runtime.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.Base64;

/// A self-signed certificate for this machine, in files that brokers and the `nats` tool accept.
///
/// @param certificate in PEM
/// @param key its private key, in PEM
public record SelfSignedCertificate(Path certificate, Path key) {

  private static final String PASSWORD = "changeit";
  private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

  /// Creates one with the JDK's keytool.
  ///
  /// @param subject whom it is for, such as `dns:broker.example`
  public static SelfSignedCertificate make(Path folder, String subject) throws Exception {
    Path store = folder.resolve("own.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=own",
                "-ext",
                "san=" + subject,
                "-alias",
                "own",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore made = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      made.load(in, PASSWORD.toCharArray());
    }
    return new SelfSignedCertificate(
        pem(folder.resolve("own.pem"), "CERTIFICATE", made.getCertificate("own").getEncoded()),
        pem(
            folder.resolve("own.key"),
            "PRIVATE KEY",
            made.getKey("own", PASSWORD.toCharArray()).getEncoded()));
  }

  private static Path pem(Path file, String what, byte[] der) throws Exception {
    Files.writeString(
        file,
        "-----BEGIN "
            + what
            + "-----\n"
            + LINES.encodeToString(der)
            + "\n-----END "
            + what
            + "-----\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }
}
