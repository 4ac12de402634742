package io.steward.runtime.builtin;

import io.steward.api.CommandContext;
import io.steward.api.CommandHandler;
import io.steward.api.Description;
import io.steward.api.MethodName;
import io.steward.api.NoArguments;
import io.steward.api.Reply;
import io.steward.runtime.process.ProcessHost;
import java.time.Instant;

/// Replies to a ping. Every node has this method, in the domain `steward`.
@Description("Replies, which shows that this node executes commands.")
record PingHandler(ProcessHost host) implements CommandHandler<NoArguments> {

  /// The method's name.
  static final MethodName METHOD = new MethodName("ping");

  /// The reply.
  ///
  /// @param node its name
  /// @param at its time
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
  public Reply handle(NoArguments arguments, CommandContext context) {
    return Reply.succeeded(
        new Result(host.engine().node().value(), host.engine().clock().instant()));
  }
}
