package io.steward.runtime.schedule;

import io.steward.runtime.databind.SpellingSuggestion;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A cron expression: minute, hour, day of the month, month, day of the week; or one of `@hourly`,
/// `@daily`, `@weekly`, `@monthly` and `@yearly`.
///
/// If both day fields are restricted, a day that matches either of them is due. If one of them
/// begins with `*`, a day must match both, as in crontab(5).
///
/// Clocks are set forward and back for daylight saving time. An expression for certain hours
/// follows the wall clock: a time that is skipped runs at the first moment after the gap, and a
/// time that occurs twice runs the first time only. An expression for every hour follows elapsed
/// time instead, so that `*/30 * * * *` is every half hour on such a day, too.
public final class Cron {

  private static final Map<String, String> MACROS =
      Map.of(
          "@hourly", "0 * * * *",
          "@daily", "0 0 * * *",
          "@weekly", "0 0 * * 0",
          "@monthly", "0 0 1 * *",
          "@yearly", "0 0 1 1 *");

  private static final int MINUTES = 60;
  private static final int HOURS = 24;
  private static final long EVERY_HOUR = (1L << HOURS) - 1;
  private static final int DAYS_IN_A_WEEK = 7;

  /// Up to 40 years pass between two 29ths of February that are Sundays.
  private static final int MAX_YEARS = 41;

  private final String text;
  private final Map<CronField, Long> fields;
  private final boolean eitherDay;

  private Cron(String text, Map<CronField, Long> fields, boolean eitherDay) {
    this.text = text;
    this.fields = fields;
    this.eitherDay = eitherDay;
  }

  /// Parses an expression.
  ///
  /// @throws IllegalArgumentException if it is invalid or never due, with what is allowed
  public static Cron parse(String text) {
    String normalized = text.strip().replaceAll("\\s+", " ");
    String expanded = normalized.startsWith("@") ? expandMacro(normalized) : normalized;
    Map<CronField, String> parts = parts(List.of(expanded.split(" ", -1)));
    if (parts.isEmpty()) {
      throw new IllegalArgumentException(
          "\""
              + text
              + "\" must have five fields: minute, hour, day of the month, month and"
              + " day of the week, for example 30 2 * * mon-fri");
    }
    boolean eitherDay =
        Stream.of(CronField.DAY, CronField.WEEKDAY)
            .map(field -> parts.getOrDefault(field, ""))
            .noneMatch(CronField::isWildcard);
    Cron cron = new Cron(normalized, fields(parts), eitherDay);
    Instant start = Instant.parse("2000-01-01T00:00:00Z");
    if (cron.find(start, ZoneOffset.UTC).isEmpty()) {
      throw new IllegalArgumentException("\"" + text + "\" is never due");
    }
    return cron;
  }

  /// Each field with its text; empty if there are too many or too few texts.
  private static Map<CronField, String> parts(List<String> texts) {
    Map<CronField, String> parts = new EnumMap<>(CronField.class);
    Iterator<String> text = texts.iterator();
    for (CronField field : CronField.values()) {
      if (text.hasNext()) {
        parts.put(field, text.next());
      }
    }
    return text.hasNext() || parts.size() < CronField.values().length ? Map.of() : parts;
  }

  private static String expandMacro(String word) {
    String meaning = MACROS.get(word);
    if (meaning == null) {
      throw new IllegalArgumentException(
          "\"" + word + "\" is not a known macro" + SpellingSuggestion.hint(word, MACROS.keySet()));
    }
    return meaning;
  }

  private static Map<CronField, Long> fields(Map<CronField, String> parts) {
    Map<CronField, Long> fields = new EnumMap<>(CronField.class);
    List<String> problems = new ArrayList<>();
    parts.forEach((field, part) -> {
      try {
        fields.put(field, field.parse(part));
      } catch (IllegalArgumentException wrong) {
        problems.add(String.valueOf(wrong.getMessage()));
      }
    });
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    return fields;
  }

  /// The first due time after another time.
  public Instant next(Instant after, ZoneId zone) {
    return find(after, zone)
        .orElseThrow(() -> new IllegalStateException(text + " is never due after " + after));
  }

  private Optional<Instant> find(Instant after, ZoneId zone) {
    return bits(CronField.HOUR) == EVERY_HOUR
        ? nextInEveryHour(after, zone)
        : nextByWallClock(after, zone);
  }

  private Optional<Instant> nextInEveryHour(Instant after, ZoneId zone) {
    ZonedDateTime time = after.atZone(zone).truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
    ZonedDateTime end = time.plusYears(MAX_YEARS);
    while (time.isBefore(end)) {
      if (!matchesDate(time.toLocalDate())) {
        time = endOfDay(time);
      } else if (matches(CronField.MINUTE, time.getMinute())) {
        return Optional.of(time.toInstant());
      } else {
        time = time.plusMinutes(1);
      }
    }
    return Optional.empty();
  }

  /// The start of the next day, or an earlier clock transition, which may bring back the day
  /// before.
  private static ZonedDateTime endOfDay(ZonedDateTime time) {
    ZoneId zone = time.getZone();
    ZonedDateTime tomorrow = time.toLocalDate().plusDays(1).atStartOfDay(zone);
    @Nullable ZoneOffsetTransition transition = zone.getRules().nextTransition(time.toInstant());
    if (transition != null && transition.getInstant().isBefore(tomorrow.toInstant())) {
      return transition.getInstant().atZone(zone);
    }
    return tomorrow.isAfter(time) ? tomorrow : tomorrow.withLaterOffsetAtOverlap();
  }

  private Optional<Instant> nextByWallClock(Instant after, ZoneId zone) {
    LocalDateTime now = LocalDateTime.ofInstant(after, zone).truncatedTo(ChronoUnit.MINUTES);
    LocalDate end = now.toLocalDate().plusYears(MAX_YEARS);
    return now.toLocalDate()
        .datesUntil(end)
        .filter(this::matchesDate)
        .flatMap(this::times)
        .filter(time -> !time.isBefore(now))
        .map(time -> instant(time, zone.getRules()))
        .filter(time -> time.isAfter(after))
        .findFirst();
  }

  private Stream<LocalDateTime> times(LocalDate day) {
    return IntStream.range(0, HOURS)
        .filter(hour -> matches(CronField.HOUR, hour))
        .boxed()
        .flatMap(hour ->
            IntStream.range(0, MINUTES)
                .filter(minute -> matches(CronField.MINUTE, minute))
                .mapToObj(minute -> day.atTime(hour, minute)));
  }

  private static Instant instant(LocalDateTime time, ZoneRules rules) {
    @Nullable ZoneOffsetTransition transition = rules.getTransition(time);
    return transition != null && transition.isGap()
        ? transition.getInstant()
        : time.toInstant(rules.getOffset(time)); // the earlier of two
  }

  private boolean matchesDate(LocalDate date) {
    if (!matches(CronField.MONTH, date.getMonthValue())) {
      return false;
    }
    boolean day = matches(CronField.DAY, date.getDayOfMonth());
    boolean weekday = matches(CronField.WEEKDAY, date.getDayOfWeek().getValue() % DAYS_IN_A_WEEK);
    return eitherDay ? day || weekday : day && weekday;
  }

  private boolean matches(CronField field, int value) {
    return (bits(field) >>> value & 1) != 0;
  }

  private long bits(CronField field) {
    return fields.getOrDefault(field, 0L);
  }

  /// The expression as written, with one space between fields.
  @Override
  public String toString() {
    return text;
  }
}
