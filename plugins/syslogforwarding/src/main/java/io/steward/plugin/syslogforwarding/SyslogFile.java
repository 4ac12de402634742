package io.steward.plugin.syslogforwarding;

import io.steward.api.Description;
import io.steward.api.EventHandler;
import io.steward.api.EventRejectedException;
import io.steward.api.MessageContext;
import io.steward.api.MethodName;
import io.steward.api.Range;
import io.steward.durable.AppendOnce;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Appends lines to a file per domain and sender: `<directory>/<domain>/<sender>.log`.
///
/// @param directory of the files
/// @param senders maximum number of senders with a file, since a sender may invent names
@Description("Appends syslog lines to a file per domain and sender.")
public record SyslogFile(
    @Description("Folder of the files, relative to the binding's data folder.") Path directory,
    @Description("Maximum number of senders with a file; events of further ones are rejected.")
        @Range(min = 1, max = 100_000)
        int senders)
    implements EventHandler<LineBatch> {

  /// The default settings.
  public SyslogFile() {
    this(Path.of("log"), 1000);
  }

  @Override
  public MethodName method() {
    return new MethodName("syslogforwarding");
  }

  @Override
  public void handle(LineBatch lineBatch, MessageContext context)
      throws IOException, EventRejectedException {
    Path folder = context.data().resolve(directory).resolve(context.subject().domain().value());
    String sender = context.from().value();
    Path file = folder.resolve(sender + ".log");
    if (!Files.exists(file) && !Files.exists(recordOf(file)) && count(folder) >= senders) {
      throw new EventRejectedException(
          "there are files of " + senders + " senders, which is the limit of \"senders\"");
    }
    new AppendOnce(file).append(sender, context.id(), bytes(lineBatch));
  }

  /// What {@link AppendOnce} keeps of a file, even while a rotation has moved the file away.
  private static Path recordOf(Path file) {
    return file.resolveSibling("." + file.getFileName() + ".batch");
  }

  /// The number of senders with a file.
  private static long count(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return 0;
    }
    long count = 0;
    try (DirectoryStream<Path> records = Files.newDirectoryStream(folder, ".*.log.batch")) {
      for (Path _ : records) {
        count++;
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return count;
  }

  /// Each message as received, and a line end. Line ends within a message are written as `#012`, as
  /// rsyslog does, so that each message is one line.
  private static byte[] bytes(LineBatch lineBatch) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (SyslogMessage syslogMessage : lineBatch.lines()) {
      for (byte each : syslogMessage.bytes()) {
        if (each == '\n') {
          all.write('#');
          all.write('0');
          all.write('1');
          all.write('2');
        } else {
          all.write(each);
        }
      }
      all.write('\n');
    }
    return all.toByteArray();
  }
}
