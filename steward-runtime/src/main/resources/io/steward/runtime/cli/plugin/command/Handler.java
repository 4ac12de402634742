package {{package}};

import io.steward.api.CommandHandler;
import io.steward.api.Description;
import io.steward.api.MessageContext;
import io.steward.api.MethodName;
import io.steward.api.Reply;

/// Greets someone.
///
/// @param greeting the greeting
@Description("Greets someone.")
public record {{type}}(@Description("The greeting.") String greeting)
    implements CommandHandler<{{type}}.Arguments> {

  /// What a sender requests.
  ///
  /// @param name whom to greet
  public record Arguments(@Description("Whom to greet.") String name) {}

  /// The result.
  ///
  /// @param text the greeting and the name
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
  public Reply handle(Arguments arguments, MessageContext context) {
    if (arguments.name().isBlank()) {
      return Reply.failed("nobody to greet");
    }
    return Reply.succeeded(new Result(greeting + " " + arguments.name()));
  }

  @Override
  public boolean repeatable() {
    return true; // greeting twice does no harm
  }
}
