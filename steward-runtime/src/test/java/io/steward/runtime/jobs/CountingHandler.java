package io.steward.runtime.jobs;

import io.steward.api.CommandHandler;
import io.steward.api.MessageContext;
import io.steward.api.MethodName;
import io.steward.api.Reply;
import java.util.concurrent.atomic.AtomicInteger;

/// A command that counts how often it is run.
record CountingHandler(AtomicInteger runs) implements CommandHandler<CountingHandler.Arguments> {

  /// What it is told.
  record Arguments(String text) {}

  @Override
  public MethodName method() {
    return new MethodName("ask");
  }

  @Override
  public Reply handle(Arguments arguments, MessageContext context) {
    runs.incrementAndGet();
    return Reply.succeeded(arguments);
  }
}
