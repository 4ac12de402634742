package io.steward.runtime.cli;

import io.steward.api.Message;
import io.steward.runtime.databind.Durations;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/// How long a command may take, and how long to wait for it.
final class SendOptions {

  private static final Duration DEFAULT_WAIT = Duration.ofMinutes(2);

  private Duration defaultWait = DEFAULT_WAIT;

  @Option(
      names = "--wait",
      paramLabel = "DURATION",
      converter = ReadDuration.class,
      description = "How long to wait for the outcome; 2m, for copies 1h, when not said.")
  private @Nullable Duration wait;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      converter = ReadDuration.class,
      description = "How long it may run; the unit's own limit holds besides.")
  private @Nullable Duration timeout;

  @Option(
      names = "--expires",
      paramLabel = "DURATION",
      converter = ReadDuration.class,
      description = "Not to be started later than this from now.")
  private @Nullable Duration expires;

  @Option(names = "--detach", description = "Prints the id once it is stored, and does not wait.")
  private boolean detach;

  @Option(
      names = "--or-cancel",
      description = "Cancels what has no outcome when the waiting is over.")
  private boolean orCancel;

  @Option(
      names = "--no-check",
      description = "Sends it even where the unit says that it does not take such arguments.")
  private boolean unchecked;

  /// Made by picocli.
  SendOptions() {}

  /// Whether it is sent only where the unit takes such arguments, as far as is known.
  boolean isChecked() {
    return !unchecked;
  }

  /// How long to wait, if that was said.
  Optional<Duration> limit() {
    return Optional.ofNullable(wait);
  }

  /// Whether it was said when a command expires.
  boolean hasExpiry() {
    return expires != null;
  }

  Duration waitTimeout() {
    return wait == null ? defaultWait : wait;
  }

  /// How long to wait when it is not said, for what takes longer than most.
  void setDefaultWait(Duration longer) {
    defaultWait = longer;
  }

  boolean isDetached() {
    return detach;
  }

  boolean cancelsUnfinished() {
    return orCancel;
  }

  /// A message with its limits.
  Message limit(Message message) {
    return new Message(
        message.to(),
        message.arguments(),
        Optional.ofNullable(timeout),
        Optional.ofNullable(expires));
  }

  /// Durations as they are written everywhere.
  static final class ReadDuration implements ITypeConverter<Duration> {

    /// Made by picocli.
    ReadDuration() {}

    @Override
    public Duration convert(String text) {
      try {
        return Durations.parse(text);
      } catch (IllegalArgumentException e) {
        throw new picocli.CommandLine.TypeConversionException(e.getMessage());
      }
    }
  }
}
