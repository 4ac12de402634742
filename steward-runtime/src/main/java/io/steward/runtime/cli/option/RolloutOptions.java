package io.steward.runtime.cli.option;

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

/// Whether a command to many units becomes a job, and how a station rolls it out.
public final class RolloutOptions {

  @Option(
      names = "--job",
      description =
          "Creates a job, which a station runs a few units at a time, independently of this"
              + " program.")
  private boolean job;

  @Option(
      names = "--canary",
      paramLabel = "N|N%",
      converter = ReadAmount.class,
      description = "This many units go first; all must succeed before any other starts.")
  private @Nullable CountOrPercent canary;

  @Option(
      names = "--concurrency",
      paramLabel = "N|N%",
      converter = ReadAmount.class,
      description = "How many units run concurrently. Default: all.")
  private @Nullable CountOrPercent concurrency;

  @Option(
      names = "--ramp",
      paramLabel = "STEPS|xN",
      converter = ReadRamp.class,
      description =
          "Batch sizes such as 1,10,25%%, each started when the previous batch has ended; the last"
              + " size repeats. Or x2: starts with one unit and doubles.")
  private @Nullable Ramp ramp;

  @Option(
      names = "--max-failed",
      paramLabel = "N|N%",
      converter = ReadAmount.class,
      description = "Stops after more failures than this: N, or N%% of the units that have ended.")
  private @Nullable CountOrPercent maxFailed;

  @Option(
      names = "--min-sample",
      paramLabel = "N",
      description =
          "How many units must have ended before --max-failed N%% applies. Default: as many as it"
              + " takes for one failure to be within N%%.")
  private @Nullable Integer minSample;

  @Option(
      names = "--max-away",
      paramLabel = "N|N%",
      converter = ReadAmount.class,
      description = "Stops if more units than this are away; being away is not a failure.")
  private @Nullable CountOrPercent maxAway;

  @Option(
      names = "--splay",
      paramLabel = "DURATION",
      converter = SendOptions.ReadDuration.class,
      description = "Delays each unit, when its turn comes, by an individual time of up to this.")
  private @Nullable Duration splay;

  @Option(
      names = "--deadline",
      paramLabel = "DURATION",
      converter = SendOptions.ReadDuration.class,
      description = "No unit starts later than this from now. Default: 7d; at most 60d.")
  private @Nullable Duration deadline;

  @Option(
      names = "--late-joiners",
      description = "Units that match the targets later also join, until the deadline.")
  private boolean lateJoiners;

  /// Made by picocli.
  public RolloutOptions() {}

  /// Whether a job is created.
  public boolean isJob() {
    return job;
  }

  /// Checks that these options are consistent with each other and with those of the command.
  ///
  /// @throws IllegalArgumentException if they are not
  public void check(SendOptions options) {
    boolean hasRollout = !rollout().equals(Rollout.AT_ONCE) || deadline != null;
    if (hasRollout && !job) {
      throw new IllegalArgumentException("rollout options need --job");
    }
    if (job && options.hasExpiry()) {
      throw new IllegalArgumentException("a job takes --deadline instead of --expires");
    }
  }

  /// How long from now units may start; the default if it is not given.
  public Duration timeToDeadline() {
    return deadline == null ? JobSpec.DEFAULT_DURATION : deadline;
  }

  /// How a station rolls the job out.
  public Rollout rollout() {
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

  /// Reads `N` or `N%`.
  static final class ReadAmount implements ITypeConverter<CountOrPercent> {
    /// Made by picocli.
    ReadAmount() {}

    @Override
    public CountOrPercent convert(String text) {
      return read(text, CountOrPercent::parse);
    }
  }

  /// Reads a ramp such as `1,10,25%` or `x2`.
  static final class ReadRamp implements ITypeConverter<Ramp> {
    /// Made by picocli.
    ReadRamp() {}

    @Override
    public Ramp convert(String text) {
      return read(text, Ramp::parse);
    }
  }
}
