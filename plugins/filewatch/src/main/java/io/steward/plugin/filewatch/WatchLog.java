package io.steward.plugin.filewatch;

import io.steward.api.Description;
import io.steward.api.EventHandler;
import io.steward.api.MessageContext;
import io.steward.api.MethodName;
import io.steward.durable.AppendOnce;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Appends lines to `<directory>/<domain>/<sender>.log`, and changes as JSON to `….jsonl`; or those
/// of all senders to `<directory>/<domain>.log` and `….jsonl`.
///
/// @param directory of the files
/// @param shared whether all senders share a file
@Description("Appends lines, and changes as JSON, to a file per domain and sender.")
public record WatchLog(
    @Description("Folder of the files, relative to the binding's data folder.") Path directory,
    @Description("Whether all senders share a file, each line of which begins with the sender.")
        boolean shared)
    implements EventHandler<Batch> {

  /// The default settings.
  public WatchLog() {
    this(Path.of("log"), false);
  }

  @Override
  public MethodName method() {
    return new MethodName("filewatch");
  }

  @Override
  public void handle(Batch batch, MessageContext context) throws IOException {
    append(lines(batch, context), batch, context, ".log");
    append(changes(batch, context), batch, context, ".jsonl");
  }

  private void append(byte[] bytes, Batch batch, MessageContext context, String ending)
      throws IOException {
    if (bytes.length > 0) {
      String domain = context.subject().domain().value();
      Path folder = context.data().resolve(directory);
      Path file =
          shared
              ? folder.resolve(domain + ending)
              : folder.resolve(domain).resolve(context.from().value() + ending);
      new AppendOnce(file).append(context.from().value(), batch.id(), bytes);
    }
  }

  private byte[] lines(Batch batch, MessageContext context) {
    byte[] sender = shared ? utf8(context.from().value() + " ") : new byte[0];
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (FileLine fileLine : batch.lines()) {
      all.writeBytes(sender);
      for (byte each : fileLine.bytes()) {
        // the source sends no line feeds, but other senders might
        all.write(each == '\n' ? ' ' : each);
      }
      all.write('\n');
    }
    return all.toByteArray();
  }

  private static byte[] changes(Batch batch, MessageContext context) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Change change : batch.changes()) {
      all.writeBytes(utf8(Json.of(context.from().value(), change) + "\n"));
    }
    return all.toByteArray();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
