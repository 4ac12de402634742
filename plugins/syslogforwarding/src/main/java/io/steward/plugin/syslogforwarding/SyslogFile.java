package io.steward.plugin.syslogforwarding;

import io.steward.api.Description;
import io.steward.api.EventHandler;
import io.steward.api.MessageContext;
import io.steward.api.MethodName;
import io.steward.durable.AppendOnce;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;

/// Appends lines to a file for each domain and sender: `<directory>/<domain>/<sender>.log`.
///
/// @param directory where the files are
@Description("Appends syslog lines to a file for each domain and sender.")
public record SyslogFile(
    @Description("Where the files are, from the binding's own data folder.") Path directory)
    implements EventHandler<LineBatch> {

  /// What an operator gets who configures nothing.
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

  /// Each line as it came, and a line end. One within a message is written as `#012`, as rsyslog
  /// does, so that a message stays a line.
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
