package {{package}};

import io.steward.api.CommandHandler;
import io.steward.api.Description;
import io.steward.api.MessageContext;
import io.steward.api.MethodName;
import io.steward.api.Reply;

/// Greets somebody.
///
/// @param greeting how everybody is greeted
@Description("Greets somebody.")
public record {{type}}(@Description("How everybody is greeted.") String greeting)
    implements CommandHandler<{{type}}.Arguments> {

  /// What a sender asks for.
  ///
  /// @param name who is greeted
  public record Arguments(@Description("Who is greeted.") String name) {}

  /// What is answered.
  ///
  /// @param text the greeting
  public record Result(String text) {}

  /// What an operator gets who configures nothing.
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
