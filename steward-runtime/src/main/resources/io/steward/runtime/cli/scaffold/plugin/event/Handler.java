package {{package}};

import io.steward.api.Description;
import io.steward.api.EventHandler;
import io.steward.api.MessageContext;
import io.steward.api.MethodName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Appends a line to a file for each event.
///
/// @param file the file, relative to the binding's data folder
@Description("Appends a line to a file for each event.")
public record {{type}}(
    @Description("The file, relative to the binding's data folder.") Path file)
    implements EventHandler<{{type}}.Arguments> {

  /// The content of an event.
  ///
  /// @param text the description of the event
  public record Arguments(@Description("The description of the event.") String text) {}

  /// The default settings.
  public {{type}}() {
    this(Path.of("events.txt"));
  }

  @Override
  public MethodName method() {
    return new MethodName("{{name}}");
  }

  /// The line is on the disk when this returns. It has the event's id, since the same event may be
  /// delivered again after a crash.
  @Override
  public void handle(Arguments arguments, MessageContext context) throws IOException {
    Files.writeString(
        context.data().resolve(file),
        context.id() + " " + context.from() + " " + arguments.text() + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND,
        StandardOpenOption.DSYNC);
  }
}
