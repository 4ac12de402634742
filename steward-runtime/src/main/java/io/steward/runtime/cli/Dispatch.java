package io.steward.runtime.cli;

import io.steward.api.Domain;
import io.steward.api.Message;
import io.steward.api.MethodName;
import io.steward.api.NodeName;
import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.fleet.Conversation;
import io.steward.runtime.fleet.Letters;
import io.steward.runtime.fleet.Presence;
import io.steward.runtime.fleet.Sender;
import io.steward.runtime.fleet.Units;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Sends messages, prints what comes back, and says how it went.
final class Dispatch {

  private final Bus bus;
  private final NodeName from;
  private final Console console;
  private final SendOptions options;

  Dispatch(Bus bus, NodeName from, Console console, SendOptions options) {
    this.bus = bus;
    this.from = from;
    this.console = console;
    this.options = options;
  }

  /// Sends all, waits for all, and prints the results.
  List<Following.Result> send(List<Message> messages) throws IOException, InterruptedException {
    Sender sender = new Sender(bus, new Letters(from, InstantSource.system()));
    List<Conversation> conversations = new ArrayList<>();
    try {
      for (Message message : messages) {
        conversations.add(sender.send(options.limit(message)));
      }
      return options.detached() ? detached(conversations) : follow(conversations);
    } finally {
      conversations.forEach(Conversation::close);
    }
  }

  private List<Following.Result> detached(List<Conversation> conversations) {
    for (Conversation conversation : conversations) {
      if (console.json()) {
        console.object(
            "state",
            Map.of(
                "id", conversation.id(),
                "node", conversation.subject().node().value(),
                "state", State.Open.STORED.word()));
      } else {
        console.line(conversation.id());
      }
    }
    return List.of();
  }

  private List<Following.Result> follow(List<Conversation> conversations)
      throws IOException, InterruptedException {
    boolean many = conversations.size() > 1;
    List<Future<Following.Result>> followings = new ArrayList<>();
    List<Following.Result> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Conversation conversation : conversations) {
        Callable<Following.Result> following =
            () -> new Following(conversation, console, many).follow(options.patience());
        followings.add(threads.submit(following));
      }
      for (Future<Following.Result> following : followings) {
        results.add(following.get());
      }
    } catch (ExecutionException e) {
      throw new IOException("following failed", e.getCause());
    }
    if (!console.json()) {
      tell(results);
    }
    if (options.cancels()) {
      cancelOpen(results);
    }
    return results;
  }

  private void tell(List<Following.Result> results) throws IOException, InterruptedException {
    if (results.size() > 1) {
      Table table = new Table("UNIT", "STATE", "EXIT", "TOOK", "REASON");
      for (Following.Result result : results) {
        table.row(
            result.node(),
            console.state(result.state().word()),
            result.exit().map(String::valueOf).orElse(""),
            Ages.took(result.took()),
            reason(result));
      }
      table.lines().forEach(console::note);
      return;
    }
    for (Following.Result result : results) {
      if (result.state() != State.Last.SUCCEEDED) {
        console.note(
            "steward: " + result.node() + ": " + result.state().word() + suffix(reason(result)));
      }
    }
  }

  private static String suffix(String reason) {
    return reason.isEmpty() ? "" : ", " + reason;
  }

  /// Why it is where it is; for what is still open, whose turn it is.
  private String reason(Following.Result result) throws IOException, InterruptedException {
    if (result.state() instanceof State.Last) {
      return result.reason();
    }
    Presence presence =
        new Units(bus, InstantSource.system()).presence(new NodeName(result.node()));
    String waited = "no outcome within " + Ages.took(options.patience());
    return result.state() == State.Open.STORED
        ? "the unit is "
            + presence.word()
            + "; the command is stored, and is delivered when the unit is there (id "
            + result.id()
            + ")"
        : waited + " (id " + result.id() + ")";
  }

  private void cancelOpen(List<Following.Result> results) throws IOException, InterruptedException {
    Sender sender = new Sender(bus, new Letters(from, InstantSource.system()));
    for (Following.Result result : results) {
      if (result.state() instanceof State.Open) {
        sender.send(cancellation(new NodeName(result.node()), result.id())).close();
        console.note("cancelled " + result.id() + " for " + result.node());
      }
    }
  }

  /// The command that cancels another.
  static Message cancellation(NodeName node, String id) {
    return Message.to(
        Subject.command(node, new MethodName("cancel"), new Domain("steward")), Map.of("id", id));
  }

  /// The exit code for several results: the worst of them.
  static int exit(List<Following.Result> results) {
    return results.stream().mapToInt(result -> Exit.of(result.state())).max().orElse(Exit.FINE);
  }
}
