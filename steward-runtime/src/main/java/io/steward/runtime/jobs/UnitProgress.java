package io.steward.runtime.jobs;

import io.steward.api.State;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Where a unit of a job is: not begun, begun, or in the state of its command.
public enum UnitProgress {
  /// Its turn has not come.
  PENDING('.'),
  /// It is decided that it begins; whether the broker has the command is not known yet.
  BEGUN('b'),
  /// The broker has it.
  STORED('s'),
  /// The unit has it.
  ACCEPTED('a'),
  /// It runs.
  RUNNING('r'),
  /// It ended well.
  SUCCEEDED('+'),
  /// It did not.
  FAILED('f'),
  /// It was stopped at its timeout.
  TIMED_OUT('t'),
  /// It was cancelled.
  CANCELLED('c'),
  /// It was not started in time.
  EXPIRED('x'),
  /// The unit refused it.
  REJECTED('j'),
  /// The unit died while it ran.
  UNKNOWN('u');

  private static final Map<Character, UnitProgress> BY_CODE =
      Stream.of(values())
          .collect(Collectors.toMap(progress -> progress.code, Function.identity()));

  private final char code;

  UnitProgress(char code) {
    this.code = code;
  }

  /// The letter that stands for it.
  char code() {
    return code;
  }

  /// What a letter stands for.
  ///
  /// @throws IllegalArgumentException when it stands for nothing
  static UnitProgress of(char code) {
    UnitProgress progress = BY_CODE.get(code);
    if (progress == null) {
      throw new IllegalArgumentException("'" + code + "' stands for no state of a unit");
    }
    return progress;
  }

  /// Where a unit is whose command is in a state.
  static UnitProgress of(State state) {
    return valueOf(state.word().toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /// The word for it.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// Whether it has begun and not ended.
  public boolean isOpen() {
    return this != PENDING && !isEnded();
  }

  /// Whether nobody knows yet that the unit has its command.
  boolean isUnaccepted() {
    return this == BEGUN || this == STORED;
  }

  /// Whether nothing follows.
  public boolean isEnded() {
    return compareTo(SUCCEEDED) >= 0;
  }

  /// Whether it counts as a failure of the job. What expired or was cancelled never ran, or was not
  /// to.
  public boolean isFailure() {
    return this == FAILED || this == TIMED_OUT || this == REJECTED || this == UNKNOWN;
  }
}
