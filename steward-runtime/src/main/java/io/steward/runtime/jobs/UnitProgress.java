package io.steward.runtime.jobs;

import io.steward.api.State;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The progress of a unit of a job: not started, started, or the state of its command.
public enum UnitProgress {
  /// Not started.
  PENDING('.'),
  /// Started; it is not known yet whether the broker has the command.
  BEGUN('b'),
  /// The broker has stored the command.
  STORED('s'),
  /// The unit has accepted the command.
  ACCEPTED('a'),
  /// The command is running.
  RUNNING('r'),
  /// The command succeeded.
  SUCCEEDED('+'),
  /// The command failed.
  FAILED('f'),
  /// The command was stopped at its timeout.
  TIMED_OUT('t'),
  /// The command was cancelled.
  CANCELLED('c'),
  /// The command was not started in time.
  EXPIRED('x'),
  /// The unit rejected the command.
  REJECTED('j'),
  /// The unit crashed while the command ran.
  UNKNOWN('u');

  private static final Map<Character, UnitProgress> BY_CODE =
      Stream.of(values()).collect(Collectors.toMap(progress -> progress.code, Function.identity()));

  private final char code;

  UnitProgress(char code) {
    this.code = code;
  }

  /// The character for it in {@link JobStatus#progress}.
  char code() {
    return code;
  }

  /// The progress for a character.
  ///
  /// @throws IllegalArgumentException if the character is unknown
  static UnitProgress of(char code) {
    UnitProgress progress = BY_CODE.get(code);
    if (progress == null) {
      throw new IllegalArgumentException("'" + code + "' is not the progress of a unit");
    }
    return progress;
  }

  /// The progress of a unit by the state of its command.
  static UnitProgress of(State state) {
    return valueOf(state.word().toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /// The number of units by progress, as in {@link JobStatus#counts}.
  static Map<String, Integer> count(List<UnitProgress> units) {
    Map<UnitProgress, Integer> counts = new EnumMap<>(UnitProgress.class);
    units.forEach(progress -> counts.merge(progress, 1, Integer::sum));
    Map<String, Integer> countsByWord = new LinkedHashMap<>();
    counts.forEach((progress, count) -> countsByWord.put(progress.word(), count));
    return countsByWord;
  }

  /// The name in texts and in {@link JobStatus#counts}.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// Whether the unit has started and not ended.
  public boolean isOpen() {
    return this != PENDING && !isEnded();
  }

  /// Whether the unit is not known to have accepted its command.
  boolean isUnaccepted() {
    return this == BEGUN || this == STORED;
  }

  /// Whether the unit has ended.
  public boolean isEnded() {
    return compareTo(SUCCEEDED) >= 0;
  }

  /// Whether it counts as a failure of the job. An expired or cancelled command does not: it never
  /// ran, or was not meant to.
  public boolean isFailure() {
    return this == FAILED || this == TIMED_OUT || this == REJECTED || this == UNKNOWN;
  }
}
