package io.steward.runtime.cli.option;

import io.steward.api.NodeName;
import io.steward.runtime.access.BrokerAddress;
import io.steward.runtime.access.LocalBrokerFolder;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.BrokerRefusedException;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.ConnectOptions;
import io.steward.runtime.bus.NatsBus;
import io.steward.runtime.bus.NoFleetException;
import io.steward.runtime.bus.StreamLayout;
import io.steward.runtime.cli.context.BrokerChoice;
import io.steward.runtime.cli.terminal.Console;
import io.steward.runtime.databind.ProblemsException;
import io.steward.runtime.fleet.Retry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import picocli.CommandLine.Option;

/// The options and connection that all verbs with a broker share.
public abstract class Verb implements Callable<Integer> {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  @Option(
      names = "--broker",
      paramLabel = "URL",
      description =
          "The broker's URL. Default: that of the nats tool's context, else the local broker. Also"
              + " STEWARD_BROKER.")
  private String broker = "";

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description = "A context of the nats tool: broker and credentials. Also NATS_CONTEXT.")
  private String context = "";

  @Option(
      names = "--as",
      paramLabel = "NAME",
      description = "The sender's name. Default: operator-<user>. Also STEWARD_AS.")
  private String as = "";

  @Option(
      names = "--prefix",
      paramLabel = "TOKEN",
      description =
          "The fleet's prefix, if the broker has several fleets. Default: "
              + Addresses.DEFAULT_PREFIX
              + ". Also STEWARD_PREFIX.")
  private String prefix = "";

  @Option(names = "--json", description = "Prints results as JSON, one object per line.")
  private boolean json;

  /// The name of the sender.
  public final NodeName sender() {
    String name = optionOrVariable(as, "STEWARD_AS");
    if (name.isEmpty()) {
      String user = System.getProperty("user.name", "nobody").toLowerCase(Locale.ROOT);
      name = "operator-" + user.replaceAll("[^a-z0-9_-]", "-");
    }
    return new NodeName(name);
  }

  private String fleetPrefix() {
    String name = optionOrVariable(prefix, "STEWARD_PREFIX");
    return name.isEmpty() ? Addresses.DEFAULT_PREFIX : name;
  }

  private static String optionOrVariable(String option, String variable) {
    return option.isEmpty() ? environment().getOrDefault(variable, "") : option;
  }

  /// The console for results and notes.
  public final Console console() {
    return Console.ofProgram(json);
  }

  /// Connects to the fleet's streams as a client.
  ///
  /// @throws Unreachable if the broker or the fleet cannot be reached
  /// @throws ProblemsException if the broker cannot be chosen, as a context is invalid
  public final Bus connect()
      throws Unreachable, ProblemsException, IOException, InterruptedException {
    ConnectOptions options = connectOptions();
    try {
      return NatsBus.connect(options, sender().value(), fleetPrefix());
    } catch (IOException e) {
      throw unreachable(options, e);
    }
  }

  /// Connects to the fleet's streams as a client that sends. A fleet whose streams are missing, as
  /// its broker has lost them or elects a leader, is waited for until `--wait` is over.
  ///
  /// @throws Unreachable if the broker or the fleet cannot be reached
  /// @throws ProblemsException if the broker cannot be chosen, as a context is invalid
  public final Bus connect(SendOptions options, Console console)
      throws Unreachable, ProblemsException, IOException, InterruptedException {
    Retry retry = options.retry(console);
    ConnectOptions where = connectOptions();
    Optional<Bus> bus = Optional.empty();
    boolean told = false;
    while (bus.isEmpty()) {
      try {
        bus = Optional.of(NatsBus.connect(where, sender().value(), fleetPrefix()));
      } catch (NoFleetException e) { // after some seconds
        if (retry.remaining().isZero()) {
          throw unreachable(where, e);
        }
        if (!told) {
          console.note(SendOptions.waitingNote(retry.remaining(), e));
          told = true;
        }
      } catch (IOException e) {
        throw unreachable(where, e);
      }
    }
    return bus.get();
  }

  /// Connects as a node does, which creates the fleet's streams if they do not exist.
  ///
  /// @param layout the layout to create, by the fleet's prefix
  /// @throws Unreachable if the broker cannot be reached
  /// @throws ProblemsException if the broker cannot be chosen, as a context is invalid
  public final Bus connectAsNode(String name, Function<String, StreamLayout> layout)
      throws Unreachable, ProblemsException, IOException, InterruptedException {
    ConnectOptions options = connectOptions();
    NatsBus bus = NatsBus.open(options, name, layout.apply(fleetPrefix()));
    CountDownLatch up = new CountDownLatch(1);
    bus.onLinkEvent(link -> {
      if (link == Bus.LinkEvent.UP) {
        up.countDown();
      }
    });
    if (!up.await(CONNECT_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
      bus.close();
      throw unreachable(
          options, new IOException("no connection within " + CONNECT_TIMEOUT.toSeconds() + " s"));
    }
    return bus;
  }

  private ConnectOptions connectOptions() throws ProblemsException, IOException {
    Path home = Path.of(System.getProperty("user.home", ""));
    return new BrokerChoice(broker, context, environment(), home)
        .options()
        .withLocal(LocalBrokerFolder.of(environment()));
  }

  private static Unreachable unreachable(ConnectOptions options, IOException why) {
    String where =
        String.join(", ", options.servers().stream().map(BrokerAddress::toString).toList());
    String text =
        why instanceof BrokerRefusedException
            ? "the broker at " + where + " cannot be used: " + why.getMessage()
            : "no broker at " + where + ": " + why.getMessage();
    return new Unreachable(text, why);
  }

  /// The environment of this program.
  private static Map<String, String> environment() {
    return System.getenv();
  }

  /// The broker cannot be reached.
  public static final class Unreachable extends Exception {
    private static final long serialVersionUID = 1;

    Unreachable(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
