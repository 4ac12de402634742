package io.steward.runtime.process;

import io.steward.api.CommandHandler;
import io.steward.api.MessageContext;
import io.steward.api.MethodName;
import io.steward.api.Reply;

/// A command that does what a test says.
record ActHandler(Action action) implements CommandHandler<ActHandler.Arguments> {

  static final MethodName METHOD = new MethodName("act");

  /// What to do it with.
  record Arguments(String text) {

    /// The text that a record with a fault in it does not take.
    static final String BROKEN = "broken arguments";

    Arguments {
      if (text.equals(BROKEN)) {
        throw new IllegalStateException("a fault of the record");
      }
    }
  }

  /// What a test says.
  @FunctionalInterface
  interface Action {
    Reply handle(Arguments arguments, MessageContext context) throws Exception;
  }

  @Override
  public MethodName method() {
    return METHOD;
  }

  @Override
  public Reply handle(Arguments arguments, MessageContext context) throws Exception {
    return action.handle(arguments, context);
  }
}
