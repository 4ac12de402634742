package io.steward.benchmark.engine;

import io.steward.benchmark.jvm.NodeJvm;
import io.steward.benchmark.measure.Effort;
import io.steward.benchmark.measure.Result;
import io.steward.runtime.broker.BrokerBinary;
import io.steward.runtime.broker.EmbeddedBroker;
import io.steward.runtime.databind.Binder;
import io.steward.runtime.databind.Document;
import io.steward.runtime.databind.Json;
import io.steward.runtime.databind.PlainData;
import io.steward.runtime.databind.ProblemsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Runs one comparison of the engine in a JVM and with a broker of its own, so that it is not
/// affected by what another comparison compiled or stored.
public final class EngineProgram {

  private EngineProgram() {}

  /// The names of the comparisons.
  public static List<String> names() {
    return FleetComparison.all(Effort.QUICK).stream()
        .map(each -> each.comparison().name())
        .toList();
  }

  /// Starts a JVM for a comparison, and waits for the result.
  ///
  /// @param folder the folder for files of the measured programs
  public static Result measure(String name, Effort effort, NodeJvm jvm, Path folder)
      throws IOException, InterruptedException {
    String output = jvm.run(EngineProgram.class, name, effort.name(), folder.toString());
    try {
      return Binder.bind(
          Document.json(name, output.getBytes(StandardCharsets.UTF_8)), Result.class);
    } catch (ProblemsException e) {
      throw new IOException("unexpected output of a JVM: " + output, e);
    }
  }

  /// The main method of that JVM.
  ///
  /// @param arguments the name of the comparison, the effort, and the folder
  static void main(String[] arguments) throws Exception {
    Logger.getLogger("").setLevel(Level.WARNING);
    FleetComparison selected =
        FleetComparison.all(Effort.valueOf(arguments[1])).stream()
            .filter(each -> each.comparison().name().equals(arguments[0]))
            .findFirst()
            .orElseThrow();
    Path folder = Path.of(arguments[2]);
    BrokerBinary binary = BrokerBinary.find(Optional.empty(), System.getenv(), System.err::println);
    try (EmbeddedBroker broker = EmbeddedBroker.start(binary, folder.resolve("broker"), 0)) {
      IO.println(Json.line(PlainData.of(selected.run(broker, folder))));
    } catch (Exception e) {
      e.printStackTrace();
      System.exit(1); // threads of a failed trial may still run
    }
  }
}
