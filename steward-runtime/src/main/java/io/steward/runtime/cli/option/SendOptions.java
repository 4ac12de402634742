package io.steward.runtime.cli.option;

import io.steward.api.Message;
import io.steward.runtime.cli.terminal.AgeFormat;
import io.steward.runtime.cli.terminal.Console;
import io.steward.runtime.databind.Durations;
import io.steward.runtime.fleet.Retry;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/// The options of sending: limits, waiting and checks.
public final class SendOptions {

  private static final Duration DEFAULT_WAIT = Duration.ofMinutes(2);

  private Duration defaultWait = DEFAULT_WAIT;

  @Option(
      names = "--wait",
      paramLabel = "DURATION",
      converter = ReadDuration.class,
      description = "How long to wait for the outcome. Default: 2m; for copy, 1h.")
  private @Nullable Duration wait;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      converter = ReadDuration.class,
      description = "How long it may run; the unit's limit also applies.")
  private @Nullable Duration timeout;

  @Option(
      names = "--expires",
      paramLabel = "DURATION",
      converter = ReadDuration.class,
      description = "Expires unless started within this time from now.")
  private @Nullable Duration expires;

  @Option(
      names = "--detach",
      description = "Prints the id once the message is stored; does not wait for the outcome.")
  private boolean detach;

  @Option(
      names = "--or-cancel",
      description = "Cancels commands that have no outcome when --wait is over.")
  private boolean orCancel;

  @Option(
      names = "--no-check",
      description = "Sends the arguments even if they do not fit what the unit declares.")
  private boolean unchecked;

  /// Made by picocli.
  public SendOptions() {}

  /// Whether the arguments are checked against what the unit declares, if that is known.
  public boolean isChecked() {
    return !unchecked;
  }

  /// The value of `--wait`, if given.
  public Optional<Duration> explicitWait() {
    return Optional.ofNullable(wait);
  }

  /// The value of `--expires`, if given.
  public Optional<Duration> timeToExpiry() {
    return Optional.ofNullable(expires);
  }

  /// Whether `--expires` is given.
  boolean hasExpiry() {
    return expires != null;
  }

  /// How long to wait for the outcome; the default if it is not given.
  public Duration waitTimeout() {
    return wait == null ? defaultWait : wait;
  }

  /// Replaces the default of `--wait`.
  public void setDefaultWait(Duration wait) {
    defaultWait = wait;
  }

  /// Retries from now until `--wait` is over. The first failure is noted: what the program waits
  /// for, and how long.
  public Retry retry(Console console) {
    Duration patience = waitTimeout();
    AtomicBoolean told = new AtomicBoolean();
    return Retry.within(patience)
        .reporting(failure -> {
          if (!told.getAndSet(true)) {
            console.note(waitingNote(patience, failure));
          }
        });
  }

  /// Says what a program waits for.
  static String waitingNote(Duration patience, IOException failure) {
    return "steward: waiting up to "
        + AgeFormat.elapsed(patience)
        + " for the broker: "
        + failure.getMessage();
  }

  /// Whether the program ends once the message is stored.
  public boolean isDetached() {
    return detach;
  }

  /// Whether commands without an outcome are cancelled at the end.
  public boolean cancelsUnfinished() {
    return orCancel;
  }

  /// Adds the timeout and the expiry to a message.
  public Message withLimits(Message message) {
    return new Message(
        message.to(),
        message.arguments(),
        Optional.ofNullable(timeout),
        Optional.ofNullable(expires));
  }

  /// Reads a duration such as `250ms`, `30s`, `5m`, `2h`, `7d`.
  public static final class ReadDuration implements ITypeConverter<Duration> {

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
