package io.steward.runtime.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/// A signer with a key, which signs jars with the JDK's own tools, as people do.
///
/// @param store the file with the key
record Signer(Path store) {

  private static final String PASSWORD = "secret";
  private static final String ALIAS = "signer";

  /// Creates a key with a self-signed certificate.
  ///
  /// @param validity arguments of keytool that say when it is valid
  static Signer of(Path folder, String name, String... validity) {
    Signer signer = new Signer(folder.resolve(name + ".p12"));
    List<String> arguments =
        new ArrayList<>(
            List.of("-genkeypair", "-keyalg", "EC", "-dname", "CN=" + name, "-alias", ALIAS));
    arguments.addAll(List.of(validity));
    signer.keytool(arguments);
    return signer;
  }

  /// The certificate.
  X509Certificate certificate() {
    Path file = store.resolveSibling(store.getFileName() + ".pem");
    if (!Files.exists(file)) {
      keytool(List.of("-exportcert", "-rfc", "-alias", ALIAS, "-file", file.toString()));
    }
    try (InputStream in = Files.newInputStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    } catch (IOException | CertificateException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Signs a jar in place.
  Path sign(Path jar, String... how) {
    List<String> command = new ArrayList<>(List.of(tool("jarsigner"), "-keystore"));
    command.addAll(List.of(store.toString(), "-storepass", PASSWORD));
    command.addAll(List.of("-sigfile", store.getFileName().toString().replace(".p12", "")));
    command.addAll(List.of(how));
    command.addAll(List.of(jar.toString(), ALIAS));
    run(command);
    return jar;
  }

  private void keytool(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(tool("keytool")));
    command.addAll(arguments);
    command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
    run(command);
  }

  private static String tool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  private static void run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(command + ": " + output);
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
