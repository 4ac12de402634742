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

/// Stores warnings and errors of other nodes in `<directory>/<domain>/<sender>.log`, one file per
/// sender so that a noisy node takes no space from the others.
///
/// @param directory of the files
/// @param largest maximum size of a file before it is rotated, in bytes
/// @param files how many rotated files are kept per sender
@Description("Appends warnings and errors to a file per domain and sender.")
public record ErrorFile(
    @Description("Folder of the files, relative to the binding's data folder.") Path directory,
    @Description("Maximum size of a file in bytes before it is rotated.") @Range(min = 65_536)
        long largest,
    @Description("Rotated files kept per sender, besides the current one.")
        @Range(min = 0, max = 1000)
        int files)
    implements EventHandler<Batch> {

  /// The default settings.
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
          batch.untold() + " entries before this were dropped");
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

  /// Writes control characters, line ends included, as `#033`, as rsyslog does: a terminal would
  /// obey them, and log texts may contain input from anyone.
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
