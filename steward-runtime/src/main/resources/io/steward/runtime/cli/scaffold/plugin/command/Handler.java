package {{package}};

import io.steward.api.CommandContext;
import io.steward.api.CommandHandler;
import io.steward.api.Description;
import io.steward.api.MethodName;
import io.steward.api.Reply;

/// Returns a greeting.
///
/// @param greeting the words before the name
@Description("Returns a greeting.")
public record {{type}}(@Description("The words before the name.") String greeting)
    implements CommandHandler<{{type}}.Arguments> {

  /// The arguments of the command.
  ///
  /// @param name whom to greet
  public record Arguments(@Description("Whom to greet.") String name) {}

  /// The result of the command.
  ///
  /// @param text the greeting
  public record Result(String text) {}

  /// The default settings.
  public {{type}}() {
    this("hello");
  }

  @Override
  public MethodName method() {
    return new MethodName("{{name}}");
  }

  @Override
  public Reply handle(Arguments arguments, CommandContext context) {
    if (arguments.name().isBlank()) {
      return Reply.failed("name is blank");
    }
    return Reply.succeeded(new Result(greeting + " " + arguments.name()));
  }

  @Override
  public boolean repeatable() {
    return true; // greeting twice is harmless
  }
}
