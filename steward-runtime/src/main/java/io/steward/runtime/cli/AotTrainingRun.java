package io.steward.runtime.cli;

import io.steward.runtime.access.BrokerAddress;
import io.steward.runtime.broker.BrokerBinary;
import io.steward.runtime.cli.demo.DemoSyslog;
import io.steward.runtime.cli.terminal.Console;
import io.steward.runtime.cli.terminal.ExitCode;
import io.steward.runtime.cli.terminal.ShutdownWait;
import io.steward.runtime.cli.verb.OwnBroker;
import io.steward.runtime.node.Node;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `steward train FOLDER`: the training run from which the launcher has the JVM make its AOT cache
/// (JEP 483, JEP 514). It runs once what people wait for: starting nodes, sending commands,
/// reading.
@Command(
    name = "train",
    hidden = true,
    description = "Runs once what the AOT cache is to speed up.",
    mixinStandardHelpOptions = true)
final class AotTrainingRun implements Callable<Integer> {

  private static final String UNIT = "ship1";

  private static final List<List<String>> VERBS =
      List.of(
          List.of("run", UNIT, "--", "true"),
          List.of("send", UNIT + ".command.ping.steward"),
          List.of("units"),
          List.of("unit", UNIT),
          List.of("messages"),
          List.of("events"),
          List.of("jobs"),
          List.of("units", "--json"),
          List.of("messages", "--unit", UNIT));

  @Parameters(paramLabel = "FOLDER", description = "The data folder of the nodes and the broker.")
  private Path folder = Path.of("");

  private final List<AutoCloseable> open = new ArrayList<>();

  /// Made by picocli.
  AotTrainingRun() {}

  @Override
  public Integer call() throws Exception {
    Path home = Path.of(System.getenv().getOrDefault("STEWARD_HOME", "")).toAbsolutePath();
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("STEWARD_DATA", folder.toAbsolutePath().toString());
    environment.put("STEWARD_PLUGINS", home.resolve("plugins").toString());
    environment.put("STEWARD_SYSLOG_PORT", Integer.toString(DemoSyslog.freePort()));
    Optional<BrokerBinary> binary = BrokerBinary.installed(Optional.empty(), System.getenv());
    try {
      BrokerAddress broker = binary.isPresent() ? start(binary.get()) : unreachable();
      for (String name : List.of("central", UNIT)) {
        Path config = home.resolve("config").resolve(name + ".yaml");
        Node node = Node.prepare(config, environment);
        open.add(node);
        node.start(Optional.of(broker));
      }
      int first = binary.isPresent() ? 0 : VERBS.size() - 1; // without a broker, all fail alike
      for (List<String> verb : VERBS.subList(first, VERBS.size())) {
        List<String> typed = new ArrayList<>(verb);
        System.err.println("$ steward " + String.join(" ", typed));
        typed.add(1, "--broker=" + broker.withVisibleLogin());
        System.err.println("exit code " + Steward.run(typed.toArray(String[]::new)));
      }
      return ExitCode.OK;
    } finally {
      ShutdownWait.close(open);
    }
  }

  private BrokerAddress start(BrokerBinary binary) throws IOException, InterruptedException {
    OwnBroker broker =
        OwnBroker.start(binary, folder.resolve("broker"), 0, Console.ofProgram(false));
    open.add(broker);
    return broker.address();
  }

  private static BrokerAddress unreachable() throws IOException {
    return BrokerAddress.parse("nats://127.0.0.1:" + DemoSyslog.freePort());
  }
}
