package org.example.first;

import io.steward.api.LogEntry;
import io.steward.api.Message;
import io.steward.api.MethodName;
import io.steward.api.Source;
import io.steward.api.SourceContext;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/// Uses what a source is given.
public record Buoy(String ship) implements Source {

  public Buoy() {
    this("nobody");
  }

  @Override
  public MethodName method() {
    return new MethodName("harbourlog");
  }

  @Override
  public void run(SourceContext context) throws Exception {
    context.report("afloat");
    context.facts(Map.of("buoy", Map.of("node", context.node().value())));
    Files.writeString(context.data().resolve("afloat"), context.objects().list("none").toString());
    context.outbox().send(Message.to(context.target(), Map.of("ships", List.of(ship))));
    System.getLogger("buoy").log(System.Logger.Level.WARNING, "a wave");
    List<LogEntry> log = List.of();
    for (long number = 0; log.stream().noneMatch(entry -> entry.text().equals("a wave")); ) {
      log = context.recentLog().after(number, 100);
      number = log.getLast().number();
    }
    context.outbox().send(Message.to(context.target(), Map.of("ships", List.of("a wave"))));
    Thread.sleep(Long.MAX_VALUE);
  }
}
