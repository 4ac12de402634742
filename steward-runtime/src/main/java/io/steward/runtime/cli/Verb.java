package io.steward.runtime.cli;

import io.steward.api.NodeName;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.NatsBus;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/// What every verb that talks to a broker has in common.
abstract class Verb implements Callable<Integer> {

  @Option(
      names = "--broker",
      paramLabel = "URL",
      defaultValue = "${env:STEWARD_BROKER:-nats://127.0.0.1:4222}",
      description = "Where the broker is. [${DEFAULT-VALUE}]")
  private String broker = "";

  @Option(
      names = "--as",
      paramLabel = "NAME",
      description = "Who sends; operator-<user> when not said. Also STEWARD_AS.")
  private String as = "";

  @Option(
      names = "--prefix",
      paramLabel = "TOKEN",
      defaultValue = "${env:STEWARD_PREFIX:-" + Addresses.DEFAULT_PREFIX + "}",
      description = "Which fleet, where a broker has several. [${DEFAULT-VALUE}]")
  private String prefix = "";

  @Option(names = "--json", description = "Results as JSON, one object a line.")
  private boolean json;

  /// Who sends.
  final NodeName sender() {
    String name = as.isEmpty() ? System.getenv().getOrDefault("STEWARD_AS", "") : as;
    if (name.isEmpty()) {
      String user = System.getProperty("user.name", "nobody").toLowerCase(Locale.ROOT);
      name = "operator-" + user.replaceAll("[^a-z0-9_-]", "-");
    }
    return new NodeName(name);
  }

  /// Where results go.
  final Console console() {
    return new Console(Console.stdout(), System.err, System.getenv(), json);
  }

  /// A bus on the fleet's streams.
  ///
  /// @throws Unreachable when there is none
  final Bus visit() throws Unreachable, InterruptedException {
    try {
      return NatsBus.visit(List.of(URI.create(broker)), sender().value(), prefix);
    } catch (IOException e) {
      throw new Unreachable("no broker at " + broker + ": " + e.getMessage(), e);
    }
  }

  /// The environment of this program.
  static Map<String, String> environment() {
    return System.getenv();
  }

  /// There is no broker to talk to.
  static final class Unreachable extends Exception {
    private static final long serialVersionUID = 1;

    Unreachable(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
