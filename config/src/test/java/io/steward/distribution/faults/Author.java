package io.steward.distribution.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.distribution.Ended;
import io.steward.distribution.Installation;
import io.steward.distribution.LocalRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A plugin author who writes the plugin `mooring-line`, in a separate folder.
final class Author {

  private static final String NAME = "mooring-line";

  private final Installation installation;
  private String version = "1.0.0-SNAPSHOT";
  private String begun = "";

  private Author(Installation installation) {
    this.installation = installation;
  }

  /// Creates the plugin with `steward new-plugin`.
  static Author begin(Path folder) throws IOException {
    Author author = new Author(LocalRepository.author(folder));
    fine(author.installation.run("new-plugin", NAME));
    return author;
  }

  /// Builds and tests the generated plugin.
  ///
  /// @return the jar
  Path build() throws IOException {
    return maven("verify");
  }

  /// Builds another version, with a text of the generated source replaced.
  ///
  /// @return the jar
  Path build(String next, String was, String is) throws IOException {
    Path handler = handler();
    if (begun.isEmpty()) {
      begun = Files.readString(handler);
    }
    assertThat(begun).contains(was);
    Files.writeString(handler, begun.replace(was, is));
    Path pom = folder().resolve("pom.xml");
    Files.writeString(pom, Files.readString(pom).replace(versioned(version), versioned(next)));
    version = next;
    return maven("package", "-Dmaven.test.skip");
  }

  /// The coordinates of the plugin in its pom; its parent may have the same version.
  private static String versioned(String number) {
    return "<artifactId>%s</artifactId>\n  <version>%s</version>".formatted(NAME, number);
  }

  private Path maven(String... goals) throws IOException {
    List<String> command = new ArrayList<>(List.of("mvn", "-o", "-B", "-f", NAME));
    command.addAll(List.of(goals));
    fine(installation.program(command).awaitEnd());
    Path built = folder().resolve("target/" + NAME + "-" + version + ".jar");
    return Files.copy(built, installation.folder().resolve("built-" + version + ".jar"));
  }

  private Path folder() {
    return installation.folder().resolve(NAME);
  }

  private Path handler() throws IOException {
    try (Stream<Path> all = Files.walk(folder().resolve("src/main"))) {
      Optional<Path> found =
          all.filter(each -> each.toString().matches(".*[./]MooringLine\\w*[.]java")).findFirst();
      return found.orElseThrow();
    }
  }

  private static void fine(Ended ended) {
    assertThat(ended.exit()).as(ended.out() + ended.err()).isZero();
  }
}
