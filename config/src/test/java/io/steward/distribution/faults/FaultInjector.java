package io.steward.distribution.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// Injects faults into a fleet, one at a time, chosen by a seed; each is undone before the next.
///
/// @param broker of the fleet
/// @param links through which some of the nodes reach it
/// @param nodes of the fleet
/// @param random chooses the faults
/// @param done how often each fault was injected
record FaultInjector(
    Broker broker,
    List<Proxy> links,
    List<RealNode> nodes,
    Random random,
    Map<String, Integer> done) {

  private static final List<String> KINDS =
      List.of(
          "node killed",
          "node killed",
          "node killed",
          "node stopped for a while",
          "broker killed",
          "broker restarted",
          "broker stopped for a while",
          "link reset",
          "link cut",
          "link dead");

  FaultInjector(Broker broker, List<Proxy> links, List<RealNode> nodes, Random random) {
    this(broker, links, nodes, random, new TreeMap<>());
  }

  /// Injects a fault, and undoes it.
  void happen() throws IOException, InterruptedException {
    String kind = KINDS.get(random.nextInt(KINDS.size()));
    RealNode node = nodes.get(random.nextInt(nodes.size()));
    Proxy link = links.get(random.nextInt(links.size()));
    switch (kind) {
      case "node killed" -> {
        node.kill();
        passUpTo(Duration.ofSeconds(8));
        node.start().awaitUp();
      }
      case "node stopped for a while" -> {
        Signal.STOP.send(node.pid());
        passUpTo(Duration.ofSeconds(random.nextInt(4) == 0 ? 60 : 10));
        Signal.CONT.send(node.pid());
      }
      case "broker killed" -> {
        broker.kill();
        passUpTo(Duration.ofSeconds(4));
        broker.start();
      }
      case "broker restarted" -> {
        broker.stop();
        broker.start();
      }
      case "broker stopped for a while" -> {
        broker.pause();
        passUpTo(Duration.ofSeconds(15));
        broker.resume();
      }
      case "link reset" -> link.reset();
      case "link cut" -> link.cutAfter(random.nextInt(100_000));
      case "link dead" -> {
        link.set(new Proxy.Way.Dead());
        passUpTo(Duration.ofSeconds(20));
        link.set(new Proxy.Way.Clear()); // dead connections stay dead until their pings time out
      }
      default -> throw new IllegalStateException(kind);
    }
    done.merge(kind, 1, Integer::sum);
    passUpTo(Duration.ofSeconds(4));
  }

  private void passUpTo(Duration most) {
    Pass.of(Duration.ofMillis(random.nextLong(most.toMillis())));
  }
}
