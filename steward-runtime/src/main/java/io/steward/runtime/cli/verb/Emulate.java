package io.steward.runtime.cli.verb;

import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.StreamLayout;
import io.steward.runtime.cli.option.SendOptions;
import io.steward.runtime.cli.option.Verb;
import io.steward.runtime.cli.option.Version;
import io.steward.runtime.cli.terminal.Console;
import io.steward.runtime.cli.terminal.ExitCode;
import io.steward.runtime.cli.terminal.ShutdownWait;
import io.steward.runtime.emulation.Emulation;
import io.steward.runtime.emulation.EmulationCommands;
import io.steward.runtime.emulation.EmulationSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `steward emulate N`
@Command(
    name = "emulate",
    description = {
      "Emulates many units in one program, to test a fleet of that size.",
      "They speak the protocol of nodes over a few shared connections, but run nothing: sleep takes"
          + " its time, false and exit fail, anything else succeeds. Their ledgers are in memory,"
          + " and lost when the program ends."
    },
    footer = {
      "",
      "Instructions on standard input, one per line; each prints one line:",
      "  kill TARGET           they crash; running commands are lost",
      "  stop TARGET           they shut down cleanly",
      "  start TARGET          those that are down start and catch up",
      "  fail TARGET [REASON]  all their commands fail from now on",
      "  mend TARGET           undoes fail",
      "  runs TARGET           commands they ran, and how many of them more than once",
      "  quit                  all shut down cleanly, and the program ends",
      "TARGET is a name, a pattern, an expression without spaces, or: first N."
    },
    mixinStandardHelpOptions = true)
public final class Emulate extends Verb {

  private static final int UNITS_PER_CONNECTION = 2_500;

  @Parameters(paramLabel = "N", description = "The number of units.")
  private int count;

  @Option(
      names = "--name",
      paramLabel = "PATTERN",
      defaultValue = "unit-%05d",
      description = "The pattern of names; %%05d is a five-digit number. Default: unit-%%05d.")
  private String name = "";

  @Option(
      names = "--label",
      paramLabel = "KEY=VALUE",
      description = "A label of all units, in addition to their region and class.")
  private Map<String, String> labels = new LinkedHashMap<>();

  @Option(
      names = "--heartbeat",
      paramLabel = "DURATION",
      defaultValue = "15s",
      converter = SendOptions.ReadDuration.class,
      description = "The interval of heartbeats. Default: ${DEFAULT-VALUE}.")
  private Duration heartbeat = Duration.ofSeconds(15);

  @Option(
      names = "--shards",
      paramLabel = "N",
      defaultValue = "16",
      description =
          "The number of streams to spread commands over, if the fleet has none yet."
              + " Default: ${DEFAULT-VALUE}.")
  private int shards;

  @Option(
      names = "--connections",
      paramLabel = "N",
      description = "The number of shared connections. Default: one per 2,500 units.")
  private int connections;

  /// Made by picocli.
  Emulate() {}

  @Override
  public Integer call() throws Exception {
    EmulationSpec spec = new EmulationSpec(count, name, labels, heartbeat, Version.number());
    Console console = Console.ofProgram(false);
    console.line(
        count + " emulated units: their ledgers are in memory and lost when this program ends");
    List<AutoCloseable> open = new ArrayList<>();
    try {
      List<Bus> buses = buses(open);
      Emulation emulation = Emulation.of(spec, buses);
      open.add(emulation);
      emulation.start().join();
      console.line(
          count
              + " units are up, on "
              + buses.size()
              + (buses.size() == 1 ? " connection" : " connections")
              + "; reading instructions from standard input; quit or Ctrl-C stops them");
      Thread.ofPlatform()
          .daemon()
          .name("instructions")
          .start(() -> readCommands(new EmulationCommands(emulation), console));
      ShutdownWait.untilInterrupted(open);
      return ExitCode.OK;
    } catch (Exception e) {
      ShutdownWait.close(open);
      throw e;
    }
  }

  private List<Bus> buses(List<AutoCloseable> open) throws Exception {
    StreamLayout layout = StreamLayout.SMALL;
    int size =
        connections > 0 ? connections : (count + UNITS_PER_CONNECTION - 1) / UNITS_PER_CONNECTION;
    List<Bus> buses = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      Bus bus =
          connectAsNode(
              "emulator-" + i, prefix -> new StreamLayout(prefix, shards, 1, layout.retention()));
      open.add(bus);
      buses.add(bus);
    }
    return buses;
  }

  /// Executes instructions until the end of the input; the units then stay as they are.
  private static void readCommands(EmulationCommands commands, Console console) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.strip().equals("quit")) {
          System.exit(ExitCode.OK);
        }
        if (!line.isBlank()) {
          console.line(commands.execute(line));
        }
      }
    } catch (IOException e) {
      console.note("steward: reading instructions failed: " + e.getMessage());
    }
  }
}
