package io.steward.runtime.jobs;

import io.steward.api.CommandContext;
import io.steward.api.CommandHandler;
import io.steward.api.MethodName;
import io.steward.api.Reply;
import java.util.concurrent.atomic.AtomicInteger;

/// A command handler that counts its runs.
record CountingHandler(AtomicInteger runs) implements CommandHandler<CountingHandler.Arguments> {

  /// The arguments, which it returns.
  record Arguments(String text) {}

  @Override
  public MethodName method() {
    return new MethodName("ask");
  }

  @Override
  public Reply handle(Arguments arguments, CommandContext context) {
    runs.incrementAndGet();
    return Reply.succeeded(arguments);
  }
}
