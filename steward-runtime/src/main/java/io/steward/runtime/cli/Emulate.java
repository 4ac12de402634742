package io.steward.runtime.cli;

import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Layout;
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
      "Emulates many units in one program, to see how a fleet of that size does.",
      "They speak the protocol of nodes, over a few shared connections, and run nothing: sleep takes"
          + " its time, false and exit fail, anything else succeeds. What they are told is kept in"
          + " memory alone, and gone when the program ends."
    },
    footer = {
      "",
      "Instructions, one a line on standard input; each is answered by a line:",
      "  kill TARGET           they die without a word, and what they run is lost",
      "  stop TARGET           they say goodbye",
      "  start TARGET          those that are not up start, and catch up",
      "  fail TARGET [REASON]  every command of theirs fails from now on",
      "  mend TARGET           none does any more",
      "  runs TARGET           how many commands they ran, and how many of them twice",
      "  quit                  all say goodbye, and the program ends",
      "TARGET is a name, a pattern, an expression without blanks, or: first N."
    },
    mixinStandardHelpOptions = true)
final class Emulate extends Verb {

  private static final int UNITS_PER_CONNECTION = 2_500;

  @Parameters(paramLabel = "N", description = "How many units.")
  private int count;

  @Option(
      names = "--name",
      paramLabel = "PATTERN",
      defaultValue = "unit-%05d",
      description = "Their names; %%05d is a number of five digits. [unit-%%05d]")
  private String name = "";

  @Option(
      names = "--label",
      paramLabel = "KEY=VALUE",
      description = "A label of all of them, besides the region and the class they have.")
  private Map<String, String> labels = new LinkedHashMap<>();

  @Option(
      names = "--heartbeat",
      paramLabel = "DURATION",
      defaultValue = "15s",
      converter = SendOptions.ReadDuration.class,
      description = "How often each says that it is there. [${DEFAULT-VALUE}]")
  private Duration heartbeat = Duration.ofSeconds(15);

  @Option(
      names = "--shards",
      paramLabel = "N",
      defaultValue = "16",
      description =
          "Over how many streams commands are spread, where the fleet has none yet."
              + " [${DEFAULT-VALUE}]")
  private int shards;

  @Option(
      names = "--connections",
      paramLabel = "N",
      description = "How many are shared; one for each 2,500 units when not said.")
  private int connections;

  /// Made by picocli.
  Emulate() {}

  @Override
  public Integer call() throws Exception {
    EmulationSpec spec = new EmulationSpec(count, name, labels, heartbeat, Version.number());
    Console console = new Console(Console.stdout(), System.err, environment(), false);
    console.line(
        count
            + " emulated units: what they are told is kept in memory alone, and gone when this"
            + " ends");
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
              + "; instructions are taken from standard input; quit or Ctrl-C ends them");
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
    Layout layout = Layout.SMALL;
    int size =
        connections > 0 ? connections : (count + UNITS_PER_CONNECTION - 1) / UNITS_PER_CONNECTION;
    List<Bus> buses = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      Bus bus =
          connectAsNode(
              "emulator-" + i, prefix -> new Layout(prefix, shards, 1, layout.retention()));
      open.add(bus);
      buses.add(bus);
    }
    return buses;
  }

  /// Obeys until there is no more to read; then the units stay as they are.
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
      console.note("steward: no more instructions: " + e.getMessage());
    }
  }
}
