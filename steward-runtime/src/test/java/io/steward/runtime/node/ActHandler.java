package io.steward.runtime.node;

import io.steward.api.CommandContext;
import io.steward.api.CommandHandler;
import io.steward.api.MethodName;
import io.steward.api.Reply;

/// A command handler that does what each test defines.
record ActHandler(Action action) implements CommandHandler<ActHandler.Arguments> {

  static final MethodName METHOD = new MethodName("act");

  /// The arguments.
  record Arguments(String text) {

    /// The text for which the record throws.
    static final String BROKEN = "broken arguments";

    Arguments {
      if (text.equals(BROKEN)) {
        throw new IllegalStateException("a bug in the record");
      }
    }
  }

  /// What the handler does.
  @FunctionalInterface
  interface Action {
    Reply handle(Arguments arguments, CommandContext context) throws Exception;
  }

  @Override
  public MethodName method() {
    return METHOD;
  }

  @Override
  public Reply handle(Arguments arguments, CommandContext context) throws Exception {
    return action.handle(arguments, context);
  }
}
