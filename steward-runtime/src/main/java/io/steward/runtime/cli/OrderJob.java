package io.steward.runtime.cli;

import io.steward.api.Message;
import io.steward.api.NodeName;
import io.steward.runtime.binding.Plain;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.jobs.JobBook;
import io.steward.runtime.jobs.JobId;
import io.steward.runtime.jobs.Order;
import io.steward.runtime.jobs.Wish;
import io.steward.runtime.targeting.Expression;
import io.steward.runtime.targeting.Targets;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/// Orders a job, and follows it.
///
/// @param bus to the broker
/// @param by who orders it
/// @param console where it is told
/// @param options of the command
/// @param rollout how it is carried out
record OrderJob(
    Bus bus, NodeName by, Console console, SendOptions options, RolloutOptions rollout) {

  /// Orders it.
  ///
  /// @param targets whom was meant
  /// @param messages to each of them, all alike but for the receiver
  /// @return the exit code
  int of(Targets targets, List<Message> messages) throws IOException, InterruptedException {
    Order order = order(targets, messages);
    JobBook book = new JobBook(bus);
    book.order(order);
    if (book.station(Instant.now()).isEmpty()) {
      console.note(
          "steward: no station carries jobs out now; this one begins when one does (\"jobs\" in a"
              + " node's configuration)");
    }
    if (options.detached()) {
      tell(order);
      return Exit.FINE;
    }
    console.note("job " + order.id() + " is ordered; it goes on without this program");
    JobFollowing following = new JobFollowing(bus, console, order.id());
    int exit = following.follow(options.limit());
    if (exit == Exit.WAITING && options.cancels()) {
      book.wish(order.id(), new Wish(Wish.Kind.CANCEL, by, Instant.now()));
      console.note("job " + order.id() + " is to be cancelled");
    }
    return exit;
  }

  private Order order(Targets targets, List<Message> messages) {
    Message first = options.limit(messages.getFirst());
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    return new Order(
        JobId.next(now),
        by,
        now,
        first.to().method(),
        first.to().domain(),
        Plain.of(first.arguments()),
        first.timeout(),
        now.plus(rollout.span()),
        targets.parts().stream().map(Expression::toString).toList(),
        messages.stream().map(message -> message.to().node().value()).toList(),
        rollout.rollout());
  }

  private void tell(Order order) {
    if (console.json()) {
      console.object("job", Map.of("id", order.id(), "units", order.units().size()));
    } else {
      console.line(order.id());
    }
  }
}
