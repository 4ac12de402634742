package {{package}};

import io.steward.api.Description;
import io.steward.api.EventHandler;
import io.steward.api.MessageContext;
import io.steward.api.MethodName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Writes each event to a file, as one line.
///
/// @param file where events are kept
@Description("Writes each event to a file, as one line.")
public record {{type}}(
    @Description("Where events are kept, relative to the binding's data folder.") Path file)
    implements EventHandler<{{type}}.Arguments> {

  /// The event.
  ///
  /// @param text what happened
  public record Arguments(@Description("What happened.") String text) {}

  /// The default settings.
  public {{type}}() {
    this(Path.of("events.txt"));
  }

  @Override
  public MethodName method() {
    return new MethodName("{{name}}");
  }

  /// The line is on disk when this returns. It contains the event's id, because the same event may
  /// be delivered again after a crash.
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
