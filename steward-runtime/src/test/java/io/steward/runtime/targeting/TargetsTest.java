package io.steward.runtime.targeting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.api.NodeName;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetsTest {

  @TempDir private Path temp = Path.of("");

  private static Targets read(String... words) throws IOException {
    return Targets.read(List.of(words), new StringReader("ship2 # the second\n\n# none\nship7\n"));
  }

  private static List<String> names(String... words) throws IOException {
    return read(words).names(TestFleet.ALL);
  }

  @Test
  void nameEachUnitOnce() throws IOException {
    assertThat(names("ship2", "ship*", "region=south")).containsExactly("ship2", "ship1");
  }

  @Test
  void acceptCommaSeparatedLists() throws IOException {
    assertThat(names("ship2,ship9, region=north")).containsExactly("ship2", "ship9", "ship1");
  }

  @Test
  void acceptAnUnknownLiteralName() throws IOException {
    assertThat(names("ship9")).containsExactly("ship9");
  }

  @Test
  void areNamesOnlyIfEveryPartIsAName() throws IOException {
    assertThat(read("ship2,ship9").plainNames())
        .hasValue(List.of(new NodeName("ship2"), new NodeName("ship9")));
    assertThat(read("ship2", "ship*").plainNames()).isEmpty();
    assertThat(read("class=tanker").plainNames()).isEmpty();
  }

  @Test
  void readAFile() throws IOException {
    Path file =
        Files.writeString(temp.resolve("north"), "# ours\nship1\nship8, class=ferry # two\n");
    assertThat(names("@" + file)).containsExactly("ship1", "ship8", "ship2");
  }

  @Test
  void readStandardInput() throws IOException {
    assertThat(names("-")).containsExactly("ship2", "ship7");
  }

  @Test
  void parseWhatTheyPrint() throws IOException {
    Targets targets = read("ship1, not (region=north or class=ferry)", "name=\"a b\"");
    assertThat(read(targets.toString())).isEqualTo(targets);
  }

  @Test
  void reportTheLineOfAnErrorInAFile() throws IOException {
    Path file = Files.writeString(temp.resolve("north"), "ship1\nregion=\n");
    assertThatThrownBy(() -> names("@" + file))
        .hasMessage(file + ":2: region=: column 8: a value is missing after \"=\"");
  }

  @Test
  void reportAMissingFile() {
    assertThatThrownBy(() -> names("@" + temp.resolve("nowhere")))
        .hasMessageContaining("there is no file");
  }

  @Test
  void suggestTheNearestKey() {
    assertThatThrownBy(() -> names("regin=north"))
        .hasMessage(
            "no known unit matches regin=north; none has \"regin\"; did you mean" + " \"region\"?");
  }

  @Test
  void reportThatNoUnitMatches() {
    assertThatThrownBy(() -> names("region=west")).hasMessage("no known unit matches region=west");
    assertThatThrownBy(() -> Targets.read(List.of("-"), new StringReader("# none\n")))
        .hasMessage("- lists no unit");
  }

  @Test
  void rejectAnInvalidName() {
    assertThatThrownBy(() -> names("ship.7")).hasMessageContaining("ship.7");
  }
}
