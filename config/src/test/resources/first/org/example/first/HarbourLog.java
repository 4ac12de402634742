package org.example.first;

import io.steward.api.EventHandler;
import io.steward.api.MessageContext;
import io.steward.api.MethodName;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// Uses what an event handler is given.
public record HarbourLog() implements EventHandler<HarbourLog.Arguments> {

  public record Arguments(List<String> ships) {}

  @Override
  public MethodName method() {
    return new MethodName("harbourlog");
  }

  @Override
  public void handle(Arguments arguments, MessageContext context) throws Exception {
    Files.writeString(
        context.data().resolve("ships"),
        String.join(",", arguments.ships()) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
