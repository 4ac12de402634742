package io.steward.distribution;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A local Maven repository as after `./steward install`: the dependencies of this build, and its
/// artifacts for plugin authors. Dependencies are links to the machine's own repository, which is
/// not modified. It lies next to the distribution, since links out of a temporary folder cause
/// warnings, and each test JVM has its own.
public final class LocalRepository {

  private static final String OURS = "io/steward";

  private LocalRepository() {}

  /// The distribution, with a Maven that uses this repository.
  ///
  /// @param folder outside of this source tree as far as Maven can see
  public static Installation author(Path folder) throws IOException {
    Files.createDirectory(folder.resolve(".mvn")); // marks the root of a Maven project
    // libraries of older Maven versions cause warnings of this Java
    String options =
        "--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED"
            + " -Dmaven.repo.local="
            + fill();
    return new Installation(
        folder, Map.of("JAVA_HOME", System.getProperty("java.home"), "MAVEN_OPTS", options));
  }

  /// Creates or refreshes the repository.
  private static Path fill() throws IOException {
    Path folder =
        Installation.HOME.resolveSibling("repository-" + System.getProperty("steward.fork"));
    Path machine = Path.of(System.getProperty("steward.repository"));
    link(machine, Files.createDirectories(folder), "io");
    link(machine.resolve("io"), Files.createDirectories(folder.resolve("io")), "steward");
    install(folder, "steward", Installation.ROOT, "pom");
    install(folder, "steward-bom", Installation.ROOT.resolve("steward-api/bom"), "pom");
    install(
        folder, "steward-plugin-parent", Installation.ROOT.resolve("steward-api/parent"), "pom");
    install(folder, "steward-api", Installation.ROOT.resolve("steward-api"), "jar");
    install(folder, "steward-durable", Installation.ROOT.resolve("plugins/durable"), "jar");
    install(folder, "steward-runtime", Installation.ROOT.resolve("steward-runtime"), "jar");
    install(folder, "steward-testkit", Installation.ROOT.resolve("steward-runtime/testkit"), "jar");
    install(folder, "steward-durable", Installation.ROOT.resolve("plugins/durable"), "jar");
    return folder;
  }

  private static void link(Path from, Path to, String except) throws IOException {
    List<Path> all;
    try (Stream<Path> inside = Files.list(from)) {
      all = inside.filter(each -> !each.endsWith(except)).toList();
    }
    for (Path each : all) {
      Path link = to.resolve(each.getFileName());
      if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
        Files.createSymbolicLink(link, each);
      }
    }
  }

  private static void install(Path folder, String artifact, Path module, String packaging)
      throws IOException {
    String version = System.getProperty("steward.version");
    String name = artifact + "-" + version;
    Path to = Files.createDirectories(folder.resolve(OURS).resolve(artifact).resolve(version));
    Files.copy(module.resolve("pom.xml"), to.resolve(name + ".pom"), REPLACE_EXISTING);
    if (packaging.equals("jar")) {
      Files.copy(
          module.resolve("target").resolve(name + ".jar"),
          to.resolve(name + ".jar"),
          REPLACE_EXISTING);
    }
  }
}
