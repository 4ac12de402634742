package io.steward.plugin.errorlog;

import io.steward.api.Description;
import io.steward.api.EventHandler;
import io.steward.api.LogEntry;
import io.steward.api.MessageContext;
import io.steward.api.MethodName;
import io.steward.api.Range;
import io.steward.durable.AppendOnce;
import io.steward.durable.Rotation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Keeps what went wrong elsewhere in `<directory>/<domain>/<sender>.log`, so that a node that
/// tells much leaves the others' room alone.
///
/// @param directory where the files are
/// @param largest how large one becomes before it is set aside, in bytes
/// @param files how many are kept beside it
@Description("Appends what went wrong to a file for each domain and sender.")
public record ErrorFile(
    @Description("Where the files are, from the binding's own data folder.") Path directory,
    @Description("How many bytes a file has before it is set aside.") @Range(min = 65_536)
        long largest,
    @Description("How many files of a sender are kept beside the one that is written.")
        @Range(min = 0, max = 1000)
        int files)
    implements EventHandler<Batch> {

  /// What an operator gets who configures nothing.
  public ErrorFile() {
    this(Path.of("log"), 10 << 20, 4);
  }

  @Override
  public MethodName method() {
    return new MethodName("errorlog");
  }

  @Override
  public void handle(Batch batch, MessageContext context) throws IOException {
    Path file =
        context
            .data()
            .resolve(directory)
            .resolve(context.subject().domain().value())
            .resolve(context.from().value() + ".log");
    new AppendOnce(file, new Rotation(largest, files))
        .append(context.from().value(), batch.id(), text(batch).getBytes(StandardCharsets.UTF_8));
  }

  private static String text(Batch batch) {
    StringBuilder all = new StringBuilder();
    if (batch.untold() > 0) {
      line(
          all,
          batch.entries().getFirst().time(),
          LogEntry.Level.WARNING,
          "errorlog",
          batch.untold() + " before this are not told");
    }
    for (LogEntry entry : batch.entries()) {
      line(all, entry.time(), entry.level(), entry.logger(), entry.text());
      entry
          .trace()
          .ifPresent(trace ->
              trace.lines().forEach(each -> all.append('\t').append(plain(each)).append('\n')));
    }
    return all.toString();
  }

  private static void line(
      StringBuilder all, Instant time, LogEntry.Level level, String logger, String text) {
    all.append(time.truncatedTo(ChronoUnit.MILLIS))
        .append(' ')
        .append(level)
        .append(' ')
        .append(plain(logger))
        .append(": ")
        .append(plain(text))
        .append('\n');
  }

  /// What a terminal would obey is written as `#033`, as rsyslog does, and so is a line end: what
  /// is logged may have come from anybody.
  private static String plain(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    text.chars()
        .forEach(each -> {
          if (Character.isISOControl(each) && each != '\t') {
            plain.append('#').append("%03o".formatted(each));
          } else {
            plain.append((char) each);
          }
        });
    return plain.toString();
  }
}
