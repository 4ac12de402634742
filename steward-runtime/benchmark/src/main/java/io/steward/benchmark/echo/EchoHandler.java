package io.steward.benchmark.echo;

import io.steward.api.CommandHandler;
import io.steward.api.MessageContext;
import io.steward.api.MethodName;
import io.steward.api.NodeName;
import io.steward.api.Reply;
import java.util.List;

/// Answers with what it was given, as fast as a handler can.
public record EchoHandler() implements CommandHandler<EchoHandler.Arguments> {

  /// As large as arguments are at most times.
  public record Arguments(String about, int times, List<NodeName> units) {}

  @Override
  public MethodName method() {
    return new MethodName("echo");
  }

  @Override
  public Reply handle(Arguments arguments, MessageContext context) {
    return Reply.succeeded(arguments);
  }
}
