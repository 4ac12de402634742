package io.steward.plugin.syslogforwarding;

import io.steward.api.Description;
import io.steward.api.EventHandler;
import io.steward.api.MessageContext;
import io.steward.api.MethodName;
import io.steward.durable.AppendOnce;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;

/// Appends lines to a file per domain and sender: `<directory>/<domain>/<sender>.log`.
///
/// @param directory of the files
@Description("Appends syslog lines to a file per domain and sender.")
public record SyslogFile(
    @Description("Folder of the files, relative to the binding's data folder.") Path directory)
    implements EventHandler<LineBatch> {

  /// The default settings.
  public SyslogFile() {
    this(Path.of("log"));
  }

  @Override
  public MethodName method() {
    return new MethodName("syslogforwarding");
  }

  @Override
  public void handle(LineBatch lineBatch, MessageContext context) throws IOException {
    Path file =
        context
            .data()
            .resolve(directory)
            .resolve(context.subject().domain().value())
            .resolve(context.from().value() + ".log");
    new AppendOnce(file).append(context.from().value(), context.id(), bytes(lineBatch));
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
