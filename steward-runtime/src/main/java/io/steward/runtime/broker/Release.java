package io.steward.runtime.broker;

import io.steward.runtime.digest.Sha256;
import io.steward.runtime.files.PrivateFolder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A release archive of nats-server, with its expected digest.
///
/// @param platform the platform, as in the name of the archive
/// @param sha256 the SHA-256 of the archive, in hex
record Release(String platform, String sha256) {

  private static final String VERSION = "2.10.10";
  private static final Duration DOWNLOAD_TIMEOUT = Duration.ofMinutes(5);

  /// From the SHA256SUMS of that release.
  private static final Map<String, String> DIGESTS =
      Map.of(
          "linux-amd64", "c8cd7e19b906a5f8a7f9f7e70fc4bfa492d66a069d9664c4db19fdee1b6aa640",
          "darwin-amd64", "5b6bfed8f75ecb2f6465b87334f4e757a66c32b6c5f802e964a080a3716ffffb",
          "darwin-arm64", "8af6cbd8f3f21bcec164d17bc879d3e7807cd98e1c7839ac668986a71c4e52c6");

  /// The release for this machine, if there is one.
  static Optional<Release> forThisMachine() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch");
    String platform =
        (os.startsWith("mac") ? "darwin" : os)
            + "-"
            + switch (arch) {
              case "x86_64" -> "amd64";
              case "aarch64" -> "arm64";
              default -> arch;
            };
    return Optional.ofNullable(DIGESTS.get(platform)).map(sha -> new Release(platform, sha));
  }

  private String name() {
    return "nats-server-v" + VERSION + "-" + platform;
  }

  /// Its address.
  URI address() {
    return URI.create(
        "https://github.com/nats-io/nats-server/releases/download/v"
            + VERSION
            + "/"
            + name()
            + ".tar.gz");
  }

  /// Downloads the archive, checks it, and puts its executable into a folder.
  ///
  /// @throws IOException if it cannot be downloaded, or its digest is not the expected one
  void fetch(Path folder) throws IOException, InterruptedException {
    byte[] archive;
    try (HttpClient client =
        HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build()) {
      HttpRequest request = HttpRequest.newBuilder(address()).timeout(DOWNLOAD_TIMEOUT).build();
      HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      if (response.statusCode() != 200) {
        throw new IOException("HTTP status " + response.statusCode());
      }
      archive = response.body();
    }
    unpack(archive, folder);
  }

  /// Checks an archive, and puts its executable into a folder.
  void unpack(byte[] archive, Path folder) throws IOException, InterruptedException {
    String actual = Sha256.of(archive);
    if (!actual.equals(sha256)) {
      throw new IOException("its SHA-256 is " + actual + ", not " + sha256);
    }
    PrivateFolder.open(folder);
    Path unpacked = Files.createTempDirectory(folder, "unpack-");
    Process tar =
        new ProcessBuilder("tar", "xzf", "-", "--strip-components=1", name() + "/nats-server")
            .directory(unpacked.toFile())
            .redirectErrorStream(true)
            .start();
    try (InputStream in = new ByteArrayInputStream(archive);
        var to = tar.getOutputStream()) {
      in.transferTo(to);
    }
    if (tar.waitFor() != 0) {
      throw new IOException("it cannot be unpacked");
    }
    Files.move(
        unpacked.resolve("nats-server"),
        folder.resolve("nats-server"),
        StandardCopyOption.ATOMIC_MOVE);
    Files.delete(unpacked);
  }
}
