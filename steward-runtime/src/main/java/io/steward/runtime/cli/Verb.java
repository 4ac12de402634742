package io.steward.runtime.cli;

import io.steward.api.NodeName;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.ConnectOptions;
import io.steward.runtime.bus.Layout;
import io.steward.runtime.bus.NatsBus;
import io.steward.runtime.databind.ProblemsException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import picocli.CommandLine.Option;

/// What every verb that talks to a broker has in common.
abstract class Verb implements Callable<Integer> {

  private static final Duration REACHED = Duration.ofSeconds(10);

  @Option(
      names = "--broker",
      paramLabel = "URL",
      description =
          "Where the broker is; as the nats tool's context says, or on this machine, when not said."
              + " Also STEWARD_BROKER.")
  private String broker = "";

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description =
          "A context of the nats tool, for the broker and who one is there. Also NATS_CONTEXT.")
  private String context = "";

  @Option(
      names = "--as",
      paramLabel = "NAME",
      description = "Who sends; operator-<user> when not said. Also STEWARD_AS.")
  private String as = "";

  @Option(
      names = "--prefix",
      paramLabel = "TOKEN",
      description =
          "Which fleet, where a broker has several; "
              + Addresses.DEFAULT_PREFIX
              + " when not said. Also STEWARD_PREFIX.")
  private String prefix = "";

  @Option(names = "--json", description = "Results as JSON, one object a line.")
  private boolean json;

  /// Who sends.
  final NodeName sender() {
    String name = said(as, "STEWARD_AS");
    if (name.isEmpty()) {
      String user = System.getProperty("user.name", "nobody").toLowerCase(Locale.ROOT);
      name = "operator-" + user.replaceAll("[^a-z0-9_-]", "-");
    }
    return new NodeName(name);
  }

  private String fleet() {
    String name = said(prefix, "STEWARD_PREFIX");
    return name.isEmpty() ? Addresses.DEFAULT_PREFIX : name;
  }

  private static String said(String option, String variable) {
    return option.isEmpty() ? environment().getOrDefault(variable, "") : option;
  }

  /// Where results go.
  final Console console() {
    return new Console(Console.stdout(), System.err, System.getenv(), json);
  }

  /// A bus on the fleet's streams.
  ///
  /// @throws Unreachable when there is none
  /// @throws ProblemsException when it is not clear which
  final Bus visit() throws Unreachable, ProblemsException, IOException, InterruptedException {
    ConnectOptions options = access();
    try {
      return NatsBus.connect(options, sender().value(), fleet());
    } catch (IOException e) {
      throw unreachable(options, e);
    }
  }

  /// A bus as a node has it, which makes the fleet's streams where there are none.
  ///
  /// @param layout how they are made, by the fleet's prefix
  /// @throws Unreachable when there is no broker now
  /// @throws ProblemsException when it is not clear which
  final Bus join(String name, Function<String, Layout> layout)
      throws Unreachable, ProblemsException, IOException, InterruptedException {
    ConnectOptions options = access();
    NatsBus bus = NatsBus.open(options, name, layout.apply(fleet()));
    CountDownLatch up = new CountDownLatch(1);
    bus.onLinkEvent(link -> {
      if (link == Bus.LinkEvent.UP) {
        up.countDown();
      }
    });
    if (!up.await(REACHED.toSeconds(), TimeUnit.SECONDS)) {
      bus.close();
      throw unreachable(
          options, new IOException("none was reached in " + REACHED.toSeconds() + " s"));
    }
    return bus;
  }

  private ConnectOptions access() throws ProblemsException, IOException {
    Path home = Path.of(System.getProperty("user.home", ""));
    return new BrokerChoice(broker, context, environment(), home).access();
  }

  private static Unreachable unreachable(ConnectOptions options, IOException why) {
    String where = String.join(", ", options.servers().stream().map(URI::toString).toList());
    String text = "no broker at " + where + ": " + why.getMessage();
    return new Unreachable(BrokerChoice.shown(text), why);
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
