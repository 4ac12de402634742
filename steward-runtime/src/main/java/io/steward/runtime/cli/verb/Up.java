package io.steward.runtime.cli.verb;

import io.steward.runtime.broker.BrokerBinary;
import io.steward.runtime.cli.terminal.Console;
import io.steward.runtime.cli.terminal.ExitCode;
import io.steward.runtime.cli.terminal.ShutdownWait;
import io.steward.runtime.node.Node;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `steward up CONFIG...`
@Command(
    name = "up",
    description = "Runs a broker on the loopback address, and nodes, until Ctrl-C.",
    mixinStandardHelpOptions = true)
public final class Up implements Callable<Integer> {

  @Parameters(paramLabel = "CONFIG", arity = "1..*", description = "Configurations of nodes.")
  private List<Path> configs = List.of();

  @Option(
      names = "--port",
      defaultValue = "4222",
      description = "The broker's port; 0 picks a free one. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--nats-server",
      paramLabel = "PATH",
      description = "The nats-server to run. Also STEWARD_NATS_SERVER.")
  private @Nullable Path natsServer;

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description = "Where the broker stores its streams. Default: next to the first node's data.")
  private @Nullable Path data;

  /// Made by picocli.
  Up() {}

  @Override
  public Integer call() throws Exception {
    Console console = Console.ofProgram(false);
    List<Node> agents = ConfigFiles.prepare(configs);
    Path folder = data == null ? agents.getFirst().file().data().resolveSibling("broker") : data;
    List<AutoCloseable> open = new ArrayList<>();
    try {
      BrokerBinary binary =
          BrokerBinary.find(Optional.ofNullable(natsServer), System.getenv(), console::note);
      OwnBroker broker = OwnBroker.start(binary, folder, port, console);
      open.add(broker);
      for (Node node : agents) {
        open.add(node);
        node.start(Optional.of(broker.address()));
      }
      console.note(
          "only you may use this broker; its context for the nats tool: " + broker.context());
      console.note(
          "broker "
              + broker.address()
              + " (nats-server "
              + binary.version()
              + "), nodes "
              + String.join(", ", agents.stream().map(node -> node.name().value()).toList())
              + "; Ctrl-C stops them");
      ShutdownWait.untilInterrupted(open);
      return ExitCode.OK;
    } catch (Exception e) {
      ShutdownWait.close(open);
      throw e;
    }
  }
}
