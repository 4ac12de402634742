package io.steward.runtime.node;

import io.steward.api.NodeName;
import io.steward.api.Reply;
import io.steward.api.Subject;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.StreamLayout;
import io.steward.runtime.engine.EngineContext;
import io.steward.runtime.engine.EngineTime;
import io.steward.runtime.engine.Timers;
import io.steward.runtime.ledger.Ledger;
import io.steward.runtime.process.CommandSpec;
import io.steward.runtime.process.Workload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Many units, each a real node with a ledger of its own; some share a connection.
final class NodeGroup implements AutoCloseable {

  private final List<Member> members = new ArrayList<>();
  private final Timers timers = Timers.system();
  private final Map<NodeName, List<String>> done = new ConcurrentHashMap<>();
  private final List<NodeEngine> started = new CopyOnWriteArrayList<>();
  private final StreamLayout layout;

  private record Member(NodeName name, Path data, Bus bus, Ledger ledger) {}

  /// Units that have not been started yet.
  ///
  /// @param buses the connections that they share
  NodeGroup(int size, Path data, StreamLayout layout, List<? extends Bus> buses)
      throws IOException {
    this.layout = layout;
    for (int i = 0; i < size; i++) {
      NodeName name = new NodeName("unit" + i);
      Path own = data.resolve(name.value());
      members.add(
          new Member(name, own, buses.get(i % buses.size()), Ledger.open(own, TestNode.CLOCK)));
    }
  }

  /// The command subject of each unit.
  List<Subject> subjects() {
    return members.stream().map(member -> TestBinding.subject(member.name(), "group")).toList();
  }

  /// What each unit has executed so far, in order.
  List<List<String>> done() {
    return members.stream().map(member -> done.getOrDefault(member.name(), List.of())).toList();
  }

  /// Starts all at the same moment.
  void start() {
    runConcurrently(
        members.stream().<Runnable>map(member -> () -> started.add(start(member))).toList());
  }

  private NodeEngine start(Member member) {
    List<String> texts = done.computeIfAbsent(member.name(), name -> new CopyOnWriteArrayList<>());
    CommandSpec<ActHandler.Arguments> spec =
        TestBinding.DEFAULTS.bind(
            TestBinding.subject(member.name(), "group"),
            () ->
                new ActHandler((arguments, context) -> {
                  texts.add(arguments.text());
                  return Reply.succeeded();
                }));
    try {
      return NodeEngine.start(
          EngineContext.of(member.name(), new EngineTime(TestNode.CLOCK, timers)),
          layout,
          member.data(),
          member.bus(),
          member.ledger(),
          new Workload(List.of(spec), List.of(), List.of()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Stops all; they keep their ledgers.
  void stop() {
    runConcurrently(started.stream().<Runnable>map(engine -> engine::close).toList());
    started.clear();
  }

  private static void runConcurrently(List<Runnable> steps) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      steps.stream()
          .map(step -> CompletableFuture.runAsync(step, threads))
          .toList()
          .forEach(CompletableFuture::join);
    }
  }

  @Override
  public void close() {
    stop();
    members.forEach(member -> member.ledger().close());
    timers.close();
  }
}
