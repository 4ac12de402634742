package io.steward.plugin.inventory;

import io.steward.api.CommandContext;
import io.steward.api.CommandHandler;
import io.steward.api.Description;
import io.steward.api.MethodName;
import io.steward.api.NoArguments;
import io.steward.api.Reply;

/// Returns the current facts.
@Description("Returns the current facts about the machine.")
public record Inventory() implements CommandHandler<NoArguments> {

  /// The name of the method, also for its source.
  static final MethodName METHOD = new MethodName("inventory");

  @Override
  public MethodName method() {
    return METHOD;
  }

  @Override
  public Reply handle(NoArguments arguments, CommandContext context) {
    return Reply.succeeded(new Machine().facts());
  }

  @Override
  public boolean repeatable() {
    return true;
  }
}
