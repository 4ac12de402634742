package io.steward.benchmark.echo;

import io.steward.api.CommandContext;
import io.steward.api.CommandHandler;
import io.steward.api.MethodName;
import io.steward.api.NodeName;
import io.steward.api.Reply;
import java.util.List;

/// Returns its arguments, as fast as a handler can.
public record EchoHandler() implements CommandHandler<EchoHandler.Arguments> {

  /// Arguments of a typical size.
  public record Arguments(String about, int times, List<NodeName> units) {}

  @Override
  public MethodName method() {
    return new MethodName("echo");
  }

  @Override
  public Reply handle(Arguments arguments, CommandContext context) {
    return Reply.succeeded(arguments);
  }
}
