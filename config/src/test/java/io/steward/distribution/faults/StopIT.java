package io.steward.distribution.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.distribution.Ended;
import io.steward.distribution.Installation;
import io.steward.distribution.faults.stop.Point;
import io.steward.distribution.faults.stop.StopAgent;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A program dies at the given point; a point that does not exist is an error.
class StopIT {

  private static final String MAIN = "io.steward.runtime.Main";

  @TempDir private Path folder = Path.of("");

  private Ended runAndDieAt(Point point) throws Exception {
    return new Installation(folder, Map.of())
        .with(
            "STEWARD_JAVA_OPTIONS", Jars.dying(Jars.agent(folder), point, folder.resolve("marker")))
        .run("--version");
  }

  @Test
  void aProgramDiesAtItsPointAndLeavesAProof() throws Exception {
    Point point = Point.entry(MAIN, "main");
    Ended ended = runAndDieAt(point);
    assertThat(ended.exit()).isEqualTo(128 + 9);
    assertThat(ended.out()).isEmpty();
    assertThat(Jars.isProven(folder.resolve("marker"), point)).isTrue();
  }

  @Test
  void aPointThatIsNotReachedLeavesNoProof() throws Exception {
    Point point = Point.entry(MAIN, "main").at(2);
    assertThat(runAndDieAt(point).exit()).isZero();
    assertThat(Jars.isProven(folder.resolve("marker"), point)).isFalse();
  }

  @Test
  void aPointWhoseMethodDoesNotExistEndsTheProgramAtOnce() throws Exception {
    assertThat(runAndDieAt(Point.entry(MAIN, "renamed")).exit()).isEqualTo(StopAgent.NO_SUCH_POINT);
  }

  @Test
  void aPointWhoseClassDoesNotExistEndsTheProgramAtOnce() throws Exception {
    Ended ended = runAndDieAt(Point.end("io.steward.runtime.Renamed", "main"));
    assertThat(ended.exit()).isEqualTo(StopAgent.NO_SUCH_POINT);
    assertThat(ended.err()).contains("no class io.steward.runtime.Renamed");
  }
}
