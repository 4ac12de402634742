package io.steward.runtime.cli.verb;

import io.steward.api.NodeName;
import io.steward.api.State;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.cli.completion.CompletionCandidates;
import io.steward.runtime.cli.option.SendOptions;
import io.steward.runtime.cli.option.Verb;
import io.steward.runtime.cli.rows.MessageRows;
import io.steward.runtime.cli.terminal.Console;
import io.steward.runtime.cli.terminal.ExitCode;
import io.steward.runtime.cli.terminal.Table;
import io.steward.runtime.databind.SpellingSuggestion;
import io.steward.runtime.databind.TruncatedValue;
import io.steward.runtime.fleet.Listing;
import io.steward.runtime.fleet.MessageHistory;
import io.steward.runtime.fleet.MessageHistory.Detail;
import io.steward.runtime.fleet.MessageHistory.Row;
import io.steward.runtime.fleet.MessageHistory.Step;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/// `steward messages [ID]`
@Command(
    name = "messages",
    description = "Lists messages and their states, or shows the history of one.",
    mixinStandardHelpOptions = true)
public final class ListMessages extends Verb {

  private static final int MAX_WIDTH = 500; // --json has all of it

  @Parameters(paramLabel = "ID", arity = "0..1", description = "The message to show.")
  private @Nullable String id;

  @Option(
      names = "--since",
      paramLabel = "DURATION",
      converter = SendOptions.ReadDuration.class,
      defaultValue = "1h",
      description = "How far back to look. Default: ${DEFAULT-VALUE}.")
  private Duration since = Duration.ZERO;

  @Option(
      names = "--unit",
      paramLabel = "NAME",
      completionCandidates = CompletionCandidates.OfUnits.class,
      description = "Only messages to this unit.")
  private @Nullable String unit;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      converter = ReadState.class,
      description = "Only messages in this state: stored, accepted, running, succeeded, ...")
  private @Nullable State state;

  @Option(names = "--from", paramLabel = "NAME", description = "Only messages from this sender.")
  private @Nullable String from;

  @Option(names = "--job", paramLabel = "ID", description = "Only messages of this job.")
  private @Nullable String job;

  @Option(
      names = "--schedule",
      paramLabel = "NAME",
      description = "Only runs of this schedule, or of @startup.")
  private @Nullable String schedule;

  @Option(
      names = "--until",
      paramLabel = "DURATION",
      converter = SendOptions.ReadDuration.class,
      description = "Only messages stored longer ago than this.")
  private @Nullable Duration until;

  @Option(names = "--method", paramLabel = "METHOD", description = "Only messages of this method.")
  private @Nullable String method;

  /// Made by picocli.
  ListMessages() {}

  /// Reads the name of a state.
  static final class ReadState implements ITypeConverter<State> {
    /// Made by picocli.
    ReadState() {}

    @Override
    public State convert(String word) {
      try {
        return State.parse(word);
      } catch (IllegalArgumentException unknown) {
        List<String> known =
            Stream.<State>concat(
                    Stream.of(State.InProgress.values()), Stream.of(State.Terminal.values()))
                .map(State::word)
                .toList();
        throw new TypeConversionException(
            unknown.getMessage() + SpellingSuggestion.hint(word, known));
      }
    }
  }

  @Override
  public Integer call() throws Exception {
    Console console = console();
    try (Bus bus = connect()) {
      MessageHistory history = new MessageHistory(bus, InstantSource.system());
      if (id != null) {
        Optional<Detail> detail = history.of(id);
        detail.ifPresentOrElse(
            found -> show(found, console),
            () -> console.note("steward: no message " + id + " is stored"));
        return detail.isPresent() ? ExitCode.OK : ExitCode.FAILED;
      }
      String receiver = unit == null ? "*" : new NodeName(unit).value();
      list(history.since(Instant.now().minus(since), receiver), console);
      return ExitCode.OK;
    }
  }

  private void list(Listing<Row> rows, Console console) {
    List<Row> wanted = rows.entries().stream().filter(this::isWanted).toList();
    if (console.json()) {
      wanted.forEach(row -> MessageRows.object(row, console));
    } else {
      console.table(MessageRows.of(wanted, Instant.now(), console));
    }
    console.noteUnreadable(rows.unreadable(), "message");
  }

  private boolean isWanted(Row row) {
    return (state == null || state.equals(row.state()))
        && matches(method, row.subject().method().value())
        && matches(from, row.from())
        && matches(job, row.job().orElse(""))
        && matches(schedule, row.schedule().orElse(""))
        && (until == null || row.stored().isBefore(Instant.now().minus(until)));
  }

  private static boolean matches(@Nullable String wanted, String actual) {
    return wanted == null || wanted.equals(actual);
  }

  /// Prints the history of a message.
  static void show(Detail detail, Console console) {
    if (console.json()) {
      MessageRows.object(detail.row(), console);
      for (Step step : detail.steps()) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", detail.row().id());
        fields.put("at", step.at().toString());
        fields.put("state", step.state());
        fields.put("by", step.by());
        fields.put("document", step.document());
        console.object("step", fields);
      }
      return;
    }
    console.line(console.bold(detail.row().id()), "  ", detail.row().subject());
    console.line(
        "from "
            + detail.row().from()
            + detail.row().schedule().map(schedule -> ", schedule " + schedule).orElse("")
            + ", arguments "
            + detail.arguments());
    Table table = new Table("STORED", "STATE", "BY", "DETAIL");
    for (Step step : detail.steps()) {
      table.row(
          MessageRows.TIME.format(step.at()),
          console.state(step.state()),
          step.by(),
          summary(step.document()));
    }
    console.table(table);
  }

  private static String summary(Map<String, Object> document) {
    if (document.containsKey("stream")) {
      return document.get("bytes") + " bytes of " + document.get("stream");
    }
    StringBuilder summary = new StringBuilder(document.getOrDefault("reason", "").toString());
    if (document.containsKey("result")) {
      summary.append(summary.isEmpty() ? "" : ", ").append(document.get("result"));
    }
    return TruncatedValue.withCount(summary.toString(), MAX_WIDTH);
  }
}
