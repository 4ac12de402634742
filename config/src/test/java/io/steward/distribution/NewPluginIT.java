package io.steward.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A plugin created by `steward new-plugin` builds outside of this source tree, passes its own
/// tests, and works.
class NewPluginIT {

  @TempDir private Path folder = Path.of("");
  private Installation author = new Installation(folder, Map.of());

  @BeforeEach
  void install() throws IOException {
    author = LocalRepository.author(folder);
  }

  private Ended fine(Ended ended) {
    assertThat(ended.exit()).as(ended.out() + ended.err()).isZero();
    return ended;
  }

  @ParameterizedTest
  @CsvSource({"command, 17, 0", "event, 13, 0", "source, 15, 1"})
  void buildsPassesItsTestsAndWorks(String kind, int tests, int skipped) throws IOException {
    fine(author.run("new-plugin", "mooring-line", "--kind", kind));
    Ended build =
        fine(author.program(List.of("mvn", "-o", "-B", "-f", "mooring-line", "verify")).awaitEnd());
    assertThat(build.out())
        .contains("Tests run: " + tests + ", Failures: 0, Errors: 0, Skipped: " + skipped);
    Path plugins = Files.createDirectory(folder.resolve("plugins"));
    Files.copy(
        folder.resolve("mooring-line/target/mooring-line-1.0.0-SNAPSHOT.jar"),
        plugins.resolve("mooring-line.jar"));
    assertThat(fine(author.run("plugins", plugins.toString())).lines())
        .satisfiesExactly(
            head -> assertThat(head).startsWith("PLUGIN"),
            line ->
                assertThat(line)
                    .startsWith("mooring-line  1.0.0-SNAPSHOT  mooring-line (" + kind + ")"));
    String sample = folder.resolve("mooring-line/sample.yaml").toString();
    assertThat(fine(author.run("check", sample)).out())
        .contains(": node workshop")
        .contains("fine");
    if (kind.equals("command")) {
      Ended tried =
          fine(
              author.run(
                  "try", "mooring-line", "name=ship2", "--json", "--plugins", plugins.toString()));
      assertThat(tried.out()).contains("\"result\":{\"text\":\"hello ship2\"}");
    }
  }

  @Test
  void reportsWhyItWritesNothing() throws IOException {
    Ended wrong = author.run("new-plugin", "mooring line");
    assertThat(wrong.exit()).isEqualTo(2);
    assertThat(wrong.err())
        .startsWith("steward: \"mooring line\" is not a method name")
        .endsWith("did you mean \"mooring-line\"?\n");
    Files.writeString(Files.createDirectory(folder.resolve("berth")).resolve("mine"), "kept");
    Ended used = author.run("new-plugin", "berth");
    assertThat(used.exit()).isEqualTo(2);
    assertThat(used.err())
        .isEqualTo("steward: berth is not an empty folder; nothing was written\n");
    assertThat(folder.resolve("berth").toFile().list()).containsExactly("mine");
    Ended kind = author.run("new-plugin", "berth", "--kind", "job");
    assertThat(kind.exit()).isEqualTo(2);
    assertThat(kind.err()).contains("command, event, source");
  }
}
