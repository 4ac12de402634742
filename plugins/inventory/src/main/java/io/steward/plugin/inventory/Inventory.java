package io.steward.plugin.inventory;

import io.steward.api.CommandHandler;
import io.steward.api.Description;
import io.steward.api.MessageContext;
import io.steward.api.MethodName;
import io.steward.api.Reply;

/// Answers with the facts as they are right now.
@Description("Finds out what machine this is, right now.")
public record Inventory() implements CommandHandler<Inventory.Arguments> {

  /// What it is called, and so is its source.
  static final MethodName METHOD = new MethodName("inventory");

  /// There is nothing to ask for.
  public record Arguments() {}

  @Override
  public MethodName method() {
    return METHOD;
  }

  @Override
  public Reply handle(Arguments arguments, MessageContext context) {
    return Reply.succeeded(new Machine().facts());
  }

  @Override
  public boolean repeatable() {
    return true;
  }
}
