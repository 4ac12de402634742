package org.example.first;

import io.steward.api.Answer;
import io.steward.api.CommandContext;
import io.steward.api.CommandHandler;
import io.steward.api.Description;
import io.steward.api.Domain;
import io.steward.api.Exchange;
import io.steward.api.DurationRange;
import io.steward.api.Matches;
import io.steward.api.Message;
import io.steward.api.MethodName;
import io.steward.api.ObjectStore;
import io.steward.api.Range;
import io.steward.api.Reply;
import io.steward.api.Size;
import io.steward.api.State;
import io.steward.api.StoredObject;
import io.steward.api.Subject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Uses what a command handler is given.
@Description("Tells of a harbour.")
public record Harbour(
    @Description("How many berths there are.") @Range(min = 1, max = 100) int berths,
    @Description("How long a ship waits.") @DurationRange(max = "1h") Duration patience)
    implements CommandHandler<Harbour.Arguments> {

  public Harbour() {
    this(3, Duration.ofSeconds(30));
  }

  /// What to do.
  public enum Task {
    TELL,
    FAIL,
    STAY
  }

  public record Arguments(
      @Description("What to do.") Task task,
      @Description("Which ships.") @Size(max = 5) List<String> ships,
      @Description("A code.") @Matches(value = "[A-Z]{3}", hint = "three letters")
          Optional<String> code) {}

  public record Result(
      int berths, Duration patience, List<String> ships, String node, String from, String told,
      String object, Instant deadline) {}

  @Override
  public MethodName method() {
    return new MethodName("harbour");
  }

  @Override
  public boolean repeatable() {
    return true;
  }

  @Override
  public Reply handle(Arguments arguments, CommandContext context) throws Exception {
    context.output().write("at work\n".getBytes(StandardCharsets.UTF_8));
    context.output().flush();
    context.errors().write(("id " + context.id() + "\n").getBytes(StandardCharsets.UTF_8));
    switch (arguments.task()) {
      case FAIL:
        return Reply.failed("no berth", arguments.ships());
      case STAY:
        Thread.sleep(patience.multipliedBy(100));
        return Reply.succeeded();
      default:
        Files.writeString(context.data().resolve("last"), context.id());
        return Reply.succeeded(
            new Result(
                berths,
                patience,
                arguments.ships(),
                context.subject().node().value(),
                context.from().value(),
                tell(arguments, context),
                keep(context),
                context.deadline()));
    }
  }

  /// Sends an event to this very node, and follows what comes of it.
  private static String tell(Arguments arguments, CommandContext context) throws Exception {
    Subject subject =
        Subject.event(
            context.subject().node(), new MethodName("harbourlog"), new Domain("first"));
    if (!Subject.parse(subject.toString()).equals(subject)) {
      throw new IllegalStateException(subject.toString());
    }
    Message message =
        Message.to(subject, new HarbourLog.Arguments(arguments.ships()))
            .withExpiry(Duration.ofMinutes(5));
    try (Exchange exchange = context.outbox().ask(message)) {
      while (true) {
        Optional<Answer> answer = exchange.next(Duration.ofSeconds(30));
        if (answer.isEmpty()) {
          return "nothing, " + exchange.state().word();
        }
        if (answer.get() instanceof Answer.Accepted) {
          State state = exchange.state();
          return state.word() + (state.isTerminal() ? ", at last" : "");
        }
        if (answer.get() instanceof Answer.Outcome last) {
          return last.state().word();
        }
      }
    }
  }

  private static String keep(CommandContext context) throws Exception {
    ObjectStore objects = context.objects();
    byte[] bytes = "a chart".getBytes(StandardCharsets.UTF_8);
    StoredObject put = objects.put("harbour.chart", new ByteArrayInputStream(bytes));
    ByteArrayOutputStream got = new ByteArrayOutputStream();
    objects.get(objects.find(put.name()).orElseThrow(), 2, got);
    String names =
        objects.list("harbour").stream().map(StoredObject::name).collect(Collectors.joining());
    objects.delete(put.name());
    return names + " " + put.size() + " " + got.toString(StandardCharsets.UTF_8);
  }
}
