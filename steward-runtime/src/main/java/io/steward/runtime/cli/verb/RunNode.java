package io.steward.runtime.cli.verb;

import io.steward.runtime.access.BrokerAddress;
import io.steward.runtime.cli.terminal.ExitCode;
import io.steward.runtime.cli.terminal.ShutdownWait;
import io.steward.runtime.node.Node;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `steward node CONFIG`
@Command(
    name = "node",
    description = "Runs one node against its configured broker, until Ctrl-C.",
    mixinStandardHelpOptions = true)
public final class RunNode implements Callable<Integer> {

  @Parameters(paramLabel = "CONFIG", description = "The node's configuration.")
  private Path config = Path.of("");

  @Option(
      names = "--broker",
      paramLabel = "URL",
      description = "The broker's URL, instead of the configured one.")
  private String broker = "";

  /// Made by picocli.
  RunNode() {}

  @Override
  public Integer call() throws Exception {
    Optional<BrokerAddress> given =
        broker.isEmpty() ? Optional.empty() : Optional.of(BrokerAddress.parse(broker));
    Node node = Node.prepare(config, System.getenv());
    node.start(given);
    System.err.println("node " + node.name() + " is up; Ctrl-C stops it");
    ShutdownWait.untilInterrupted(List.of(node));
    return ExitCode.OK;
  }
}
