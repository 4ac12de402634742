package io.steward.runtime.cli;

import io.steward.runtime.broker.BrokerBinary;
import io.steward.runtime.cli.demo.DemoFiles;
import io.steward.runtime.cli.demo.DemoSyslog;
import io.steward.runtime.cli.terminal.Console;
import io.steward.runtime.cli.terminal.ExitCode;
import io.steward.runtime.cli.terminal.ShutdownWait;
import io.steward.runtime.cli.verb.OwnBroker;
import io.steward.runtime.node.Node;
import io.steward.runtime.temporary.TemporaryFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `steward demo`
@Command(
    name = "demo",
    description = "Runs a demo: a station commands two units and receives their logs.",
    mixinStandardHelpOptions = true)
final class Demo implements Callable<Integer> {

  @Option(names = "--keep", description = "Keeps everything running until Ctrl-C.")
  private boolean keep;

  @Option(
      names = "--nats-server",
      paramLabel = "PATH",
      description = "The nats-server to run. Also STEWARD_NATS_SERVER.")
  private @Nullable Path natsServer;

  private final Console console = Console.ofProgram(false);
  private final List<AutoCloseable> open = new ArrayList<>();
  private final Map<String, String> environment = new HashMap<>(System.getenv());

  /// Made by picocli.
  Demo() {}

  @Override
  public Integer call() throws Exception {
    Path configs = Path.of(System.getenv().getOrDefault("STEWARD_CONFIGS", "config"));
    Path data = TemporaryFiles.folder("steward-demo-");
    open.add(() -> TemporaryFiles.delete(data));
    int port = DemoSyslog.freePort();
    environment.put("STEWARD_DATA", data.toString());
    environment.put("STEWARD_SYSLOG_PORT", Integer.toString(port));
    try {
      printTitle("A broker, a station and two units");
      BrokerBinary binary =
          BrokerBinary.find(Optional.ofNullable(natsServer), System.getenv(), console::note);
      OwnBroker broker = OwnBroker.start(binary, data.resolve("broker"), 0, console);
      open.add(broker);
      console.line("nats-server " + binary.version() + " listens on " + broker.address());
      start(configs.resolve("central.yaml"), broker);
      Node ship1 = start(configs.resolve("ship1.yaml"), broker);
      Node ship2 = start(configs.resolve("ship2.yaml"), broker);
      int failures = runSteps(broker, ship2, configs, data, port);
      if (failures == 0 && keep) {
        console.line("");
        console.line("Everything keeps running until Ctrl-C. In another terminal:");
        console.line("  export STEWARD_BROKER=" + broker.address());
        console.line("  ./steward units");
        console.line("  ./steward run ship1 -- uptime");
        console.line("  logger -n 127.0.0.1 -P " + port + " -d 'hello from here'");
        console.line("  tail -f " + DemoFiles.nginxLog(data));
        ShutdownWait.untilInterrupted(open);
      }
      console.line("");
      console.line(
          failures == 0
              ? "That was " + ship1.name() + ", " + ship2.name() + " and central. All is well."
              : failures + " of the steps above failed.");
      return failures == 0 ? ExitCode.OK : ExitCode.FAILED;
    } finally {
      ShutdownWait.close(open);
    }
  }

  private Node start(Path config, OwnBroker broker) throws Exception {
    Node node = Node.prepare(config, environment);
    open.add(node);
    node.start(Optional.of(broker.address()));
    console.line(node.name() + " is up, from " + config);
    return node;
  }

  private int runSteps(OwnBroker broker, Node ship2, Path configs, Path data, int port)
      throws Exception {
    int failures = 0;
    printTitle("A command runs on ship2; its output arrives while it runs");
    failures +=
        steward(
            broker,
            0,
            "run",
            "ship2",
            "--",
            "sh",
            "-c",
            "for i in 1 2 3; do echo line $i of ship2; sleep 0.3; done; echo done >&2");
    failures += steward(broker, 0, "run", "ship2", "--json", "--", "uname", "-sr");

    printTitle("Syslog lines sent to ship1 arrive in a file on central");
    DemoSyslog.send(port, console);
    failures += DemoFiles.awaitLines(DemoFiles.nginxLog(data), DemoSyslog.LINES, console);

    printTitle("ship2 goes away; a command for it is stored");
    ship2.close();
    open.remove(ship2);
    Path proof = data.resolve("proof");
    failures +=
        steward(broker, 3, "run", "ship2", "--wait", "2s", "--", "sh", "-c", "date >> " + proof);
    failures += steward(broker, 0, "units");

    printTitle("ship2 comes back and runs the command");
    start(configs.resolve("ship2.yaml"), broker);
    failures += DemoFiles.awaitLines(proof, 1, console);
    failures += steward(broker, 0, "messages", "--unit", "ship2");
    failures += steward(broker, 0, "units");
    return failures;
  }

  private void printTitle(String title) {
    console.line("");
    console.line(console.bold("== " + title));
  }

  /// Runs a verb as if it had been typed.
  ///
  /// @return 0 if it ended with the expected exit code, otherwise 1
  private int steward(OwnBroker broker, int expected, String... arguments) {
    console.line(console.dim("$ ./steward " + typed(arguments)));
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add(1, "--broker=" + broker.address().withVisibleLogin());
    int code =
        Verbs.line(all)
            .setExecutionExceptionHandler((exception, line, result) -> {
              console.note(exception.toString());
              return ExitCode.FAILED;
            })
            .execute(all.toArray(String[]::new));
    if (code != expected) {
      console.note("exit code " + code + ", expected " + expected);
    }
    return code == expected ? 0 : 1;
  }

  /// The arguments as typed in a shell.
  private static String typed(String... arguments) {
    return Arrays.stream(arguments)
        .map(word -> word.matches("[\\w./=:,-]+") ? word : "'" + word + "'")
        .collect(Collectors.joining(" "));
  }
}
