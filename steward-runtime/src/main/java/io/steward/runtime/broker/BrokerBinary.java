package io.steward.runtime.broker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A nats-server executable.
///
/// @param path the executable
/// @param version the version it reports, for example `2.9.10`
public record BrokerBinary(Path path, String version) {

  /// The environment variable that names the executable.
  public static final String VARIABLE = "STEWARD_NATS_SERVER";

  private static final Pattern VERSION = Pattern.compile("v?(\\d+)\\.(\\d+)\\.(\\d+)");
  private static final List<Integer> MIN_VERSION = List.of(2, 9, 10);
  private static final String NAME = "nats-server";

  /// Finds an executable: the one that is named, or one on the path, in a system folder or in
  /// steward's cache. If there is none, installs Debian's package or downloads a release, where
  /// that is possible.
  ///
  /// @param named the one that the operator named, if any
  /// @param environment the environment of this program
  /// @param progress called with a message before each slow step
  /// @throws IOException if there is none; the message says what to do
  public static BrokerBinary find(
      Optional<Path> named, Map<String, String> environment, Consumer<String> progress)
      throws IOException, InterruptedException {
    Optional<BrokerBinary> existing = installed(named, environment);
    if (existing.isPresent()) {
      return existing.get();
    }
    install(environment, progress);
    Optional<Path> installed = search(environment);
    if (installed.isPresent()) {
      return checkVersion(installed.get());
    }
    throw new IOException(installAdvice("steward could not install it"));
  }

  /// Finds an executable that is already installed.
  ///
  /// @param named the one that the operator named, if any
  /// @param environment the environment of this program
  /// @throws IOException if the one that is named or found cannot be used
  public static Optional<BrokerBinary> installed(
      Optional<Path> named, Map<String, String> environment)
      throws IOException, InterruptedException {
    Optional<Path> found =
        named
            .or(() ->
                Optional.ofNullable(environment.get(VARIABLE))
                    .filter(value -> !value.isBlank())
                    .map(Path::of))
            .or(() -> search(environment));
    return found.isPresent() ? Optional.of(checkVersion(found.get())) : Optional.empty();
  }

  private static Optional<Path> search(Map<String, String> environment) {
    Stream<Path> path =
        Stream.of(environment.getOrDefault("PATH", "").split(":", -1))
            .filter(folder -> !folder.isBlank())
            .map(folder -> Path.of(folder, NAME));
    Stream<Path> systemFolders =
        Stream.of(Path.of("/usr/sbin", NAME), Path.of("/usr/local/bin", NAME));
    return Stream.of(path, systemFolders, Stream.of(cache(environment).resolve(NAME)))
        .flatMap(each -> each)
        .filter(Files::isExecutable)
        .findFirst();
  }

  /// The folder for an executable that only steward is to use.
  static Path cache(Map<String, String> environment) {
    String home = environment.getOrDefault("HOME", ".");
    String caches = environment.getOrDefault("XDG_CACHE_HOME", home + "/.cache");
    return Path.of(caches, "steward");
  }

  /// Checks the version of an executable by running it.
  static BrokerBinary checkVersion(Path path) throws IOException, InterruptedException {
    if (!Files.isExecutable(path)) {
      throw new IOException(path + " is not a program; " + VARIABLE + " must name a nats-server");
    }
    Process process =
        new ProcessBuilder(path.toString(), "--version").redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    Matcher version = VERSION.matcher(output);
    if (!version.find()) {
      throw new IOException(path + " is not a nats-server; it prints: " + output.strip());
    }
    if (isOlder(version)) {
      throw new IOException(
          path + " is version " + version.group() + "; steward needs 2.9.10 or newer");
    }
    return new BrokerBinary(
        path, version.group(1) + "." + version.group(2) + "." + version.group(3));
  }

  private static boolean isOlder(Matcher version) {
    for (int i = 0; i < MIN_VERSION.size(); i++) {
      int part = Integer.parseInt(version.group(i + 1));
      if (part != MIN_VERSION.get(i)) {
        return part < MIN_VERSION.get(i);
      }
    }
    return false;
  }

  private static void install(Map<String, String> environment, Consumer<String> progress)
      throws IOException, InterruptedException {
    boolean root = "root".equals(System.getProperty("user.name"));
    if (!root || !Files.isExecutable(Path.of("/usr/bin/apt-get"))) {
      download(environment, progress);
      return;
    }
    progress.accept("nats-server is not installed yet; installing Debian's package");
    if (apt(environment, "install", "-y", "--no-install-recommends", NAME) != 0) {
      apt(environment, "update");
      apt(environment, "install", "-y", "--no-install-recommends", NAME);
    }
  }

  private static void download(Map<String, String> environment, Consumer<String> progress)
      throws IOException, InterruptedException {
    Release release =
        Release.forThisMachine()
            .orElseThrow(
                () -> new IOException(installAdvice("steward knows no release for this machine")));
    progress.accept("nats-server is not installed yet; downloading " + release.address());
    try {
      release.fetch(cache(environment));
    } catch (IOException e) {
      throw new IOException(installAdvice("the release cannot be downloaded: " + e.getMessage()), e);
    }
  }

  private static int apt(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Stream.concat(Stream.of("/usr/bin/apt-get", "-q"), Stream.of(arguments)).toList());
    builder.environment().putAll(environment);
    builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
    // keeps the package from starting a server through the init system; steward starts its own
    builder.environment().put("RUNLEVEL", "1");
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    process.getOutputStream().close();
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      return -1;
    }
    return process.exitValue();
  }

  private static String installAdvice(String why) {
    return "nats-server is not installed, and "
        + why
        + ".\nInstall it (Debian and Ubuntu: apt-get install nats-server; others: a release from"
        + " nats.io, 2.9.10 or newer) and put it on the PATH, or name it with "
        + VARIABLE
        + "=/path/to/nats-server.";
  }
}
