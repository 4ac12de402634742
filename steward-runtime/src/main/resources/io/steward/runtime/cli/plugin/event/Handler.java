package {{package}};

import io.steward.api.Description;
import io.steward.api.EventHandler;
import io.steward.api.MessageContext;
import io.steward.api.MethodName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Keeps a line of each event in a file.
///
/// @param file where they are kept
@Description("Keeps a line of each event in a file.")
public record {{type}}(
    @Description("Where they are kept, from the binding's own data folder.") Path file)
    implements EventHandler<{{type}}.Arguments> {

  /// What has happened.
  ///
  /// @param text what there is to say of it
  public record Arguments(@Description("What there is to say of it.") String text) {}

  /// What an operator gets who configures nothing.
  public {{type}}() {
    this(Path.of("events.txt"));
  }

  @Override
  public MethodName method() {
    return new MethodName("{{name}}");
  }

  /// The line is on the disk when this returns. It has the event's id, for the same event may come
  /// again after a crash.
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
