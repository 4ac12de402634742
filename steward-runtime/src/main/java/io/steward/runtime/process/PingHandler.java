package io.steward.runtime.process;

import io.steward.api.CommandHandler;
import io.steward.api.Description;
import io.steward.api.MessageContext;
import io.steward.api.MethodName;
import io.steward.api.Reply;
import java.time.Instant;

/// Answers. Every node has it, under the domain `steward`.
@Description("Answers, to show that this node executes commands.")
record PingHandler(Host host) implements CommandHandler<PingHandler.Arguments> {

  /// The method's name.
  static final MethodName METHOD = new MethodName("ping");

  /// Nothing is asked for.
  record Arguments() {}

  /// What is answered.
  ///
  /// @param node its name
  /// @param at the time there
  record Result(String node, Instant at) {}

  @Override
  public MethodName method() {
    return METHOD;
  }

  @Override
  public boolean repeatable() {
    return true;
  }

  @Override
  public Reply handle(Arguments arguments, MessageContext context) {
    return Reply.succeeded(new Result(host.node().value(), host.clock().instant()));
  }
}
