package io.steward.runtime.cli;

import io.steward.runtime.jobs.CountOrPercent;
import io.steward.runtime.jobs.JobSpec;
import io.steward.runtime.jobs.Ramp;
import io.steward.runtime.jobs.Rollout;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// Whether a station carries a command to many units out, and how.
final class RolloutOptions {

  @Option(
      names = "--job",
      description =
          "A station carries it out, a few units at a time, whatever becomes of this program.")
  private boolean job;

  @Option(
      names = "--canary",
      paramLabel = "N|N%",
      converter = ReadAmount.class,
      description = "So many units first; all of them must succeed before any other begins.")
  private @Nullable CountOrPercent canary;

  @Option(
      names = "--concurrency",
      paramLabel = "N|N%",
      converter = ReadAmount.class,
      description = "How many at a time; all when not said.")
  private @Nullable CountOrPercent concurrency;

  @Option(
      names = "--ramp",
      paramLabel = "STEPS|xN",
      converter = ReadRamp.class,
      description =
          "Steps such as 1,10,25%%, each after the one before has ended, the last again and again;"
              + " or x2 to begin with one and double.")
  private @Nullable Ramp ramp;

  @Option(
      names = "--max-failed",
      paramLabel = "N|N%",
      converter = ReadAmount.class,
      description =
          "Stops when more fail: so many, or so many in a hundred of those that have ended.")
  private @Nullable CountOrPercent maxFailed;

  @Option(
      names = "--min-sample",
      paramLabel = "N",
      description =
          "How many must have ended before N%% of them is judged; as many as it takes for one to be"
              + " within it when not said.")
  private @Nullable Integer minSample;

  @Option(
      names = "--max-away",
      paramLabel = "N|N%",
      converter = ReadAmount.class,
      description = "Stops when more of the units are away, which is no failure.")
  private @Nullable CountOrPercent maxAway;

  @Option(
      names = "--splay",
      paramLabel = "DURATION",
      converter = SendOptions.ReadDuration.class,
      description = "Each unit begins at a moment of its own within so long after its turn.")
  private @Nullable Duration splay;

  @Option(
      names = "--deadline",
      paramLabel = "DURATION",
      converter = SendOptions.ReadDuration.class,
      description = "Nothing begins later than this from now; 7d when not said, 60d at most.")
  private @Nullable Duration deadline;

  @Option(
      names = "--late-joiners",
      description = "Units that fit the targets later on join, until the deadline.")
  private boolean lateJoiners;

  /// Made by picocli.
  RolloutOptions() {}

  /// Whether a station carries it out.
  boolean isJob() {
    return job;
  }

  /// Checks that they fit each other and the options of the command.
  ///
  /// @throws IllegalArgumentException when they do not
  void check(SendOptions options) {
    boolean hasRollout = !rollout().equals(Rollout.AT_ONCE) || deadline != null;
    if (hasRollout && !job) {
      throw new IllegalArgumentException("a rollout is carried out by a station: add --job");
    }
    if (job && options.hasExpiry()) {
      throw new IllegalArgumentException("a job has a --deadline instead of --expires");
    }
  }

  Duration timeToDeadline() {
    return deadline == null ? JobSpec.USUAL_SPAN : deadline;
  }

  Rollout rollout() {
    return new Rollout(
        Optional.ofNullable(canary),
        Optional.ofNullable(concurrency),
        Optional.ofNullable(ramp),
        Optional.ofNullable(maxFailed),
        Optional.ofNullable(minSample),
        Optional.ofNullable(maxAway),
        Optional.ofNullable(splay),
        lateJoiners ? Optional.of(true) : Optional.empty());
  }

  private static <T> T read(String text, Function<String, T> parse) {
    try {
      return parse.apply(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }

  /// Amounts as they are written everywhere.
  static final class ReadAmount implements ITypeConverter<CountOrPercent> {
    /// Made by picocli.
    ReadAmount() {}

    @Override
    public CountOrPercent convert(String text) {
      return read(text, CountOrPercent::parse);
    }
  }

  /// Ramps as they are written everywhere.
  static final class ReadRamp implements ITypeConverter<Ramp> {
    /// Made by picocli.
    ReadRamp() {}

    @Override
    public Ramp convert(String text) {
      return read(text, Ramp::parse);
    }
  }
}
