package io.steward.benchmark.engine;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.steward.api.NodeName;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.NatsBus;
import io.steward.runtime.bus.StreamLayout;
import io.steward.runtime.process.Workload;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// A fleet for one trial: streams of its own on the broker, and a folder. Closing it deletes
/// everything, so no trial finds what another left.
public final class TrialFleet implements AutoCloseable {

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final URI broker;
  private final StreamLayout layout;
  private final Path folder;
  private final Addresses addresses;
  private final Deque<AutoCloseable> resources = new ArrayDeque<>();

  private TrialFleet(URI broker, StreamLayout layout, Path folder, Addresses addresses) {
    this.broker = broker;
    this.layout = layout;
    this.folder = folder;
    this.addresses = addresses;
  }

  /// Creates a fleet.
  ///
  /// @param folder the parent folder of its nodes' data
  /// @param shards the number of streams for commands
  public static TrialFleet create(URI broker, Path folder, int shards)
      throws IOException, InterruptedException {
    String prefix = "trial" + NUMBER.incrementAndGet();
    StreamLayout layout = new StreamLayout(prefix, shards, 1, Duration.ofDays(1));
    Path trialFolder = Files.createDirectories(folder.resolve(prefix));
    try (NatsBus bus = NatsBus.open(List.of(broker), prefix, layout)) {
      return new TrialFleet(broker, layout, trialFolder, bus.addresses());
    }
  }

  /// The address of the broker.
  public URI broker() {
    return broker;
  }

  /// The first token of the subjects of all stored messages.
  public String prefix() {
    return layout.prefix();
  }

  /// The addresses of the fleet's messages.
  Addresses addresses() {
    return addresses;
  }

  /// The folder for files of the trial.
  public Path folder() {
    return folder;
  }

  /// A name that no other trial uses.
  public NodeName name(String role, int number) {
    return new NodeName(layout.prefix() + "-" + role + number);
  }

  /// Opens a connection by plain jnats.
  Connection connect() throws IOException, InterruptedException {
    return closeLater(
        Nats.connect(Options.builder().server(broker.toString()).maxReconnects(0).build()));
  }

  /// Opens a connection as nodes and operators do.
  NatsBus openBus(String name) {
    return closeLater(NatsBus.open(List.of(broker), name, layout));
  }

  /// Starts a node with a ledger and a connection of its own.
  EngineUnit start(NodeName name, Workload workload) throws IOException {
    return closeLater(
        EngineUnit.start(broker, layout, folder.resolve(name.value()), name, workload));
  }

  /// Registers a resource to be closed with the fleet, in reverse order.
  <T extends AutoCloseable> T closeLater(T resource) {
    resources.push(resource);
    return resource;
  }

  @Override
  public void close() throws Exception {
    while (!resources.isEmpty()) {
      resources.pop().close();
    }
    deleteStreams();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private void deleteStreams() throws IOException, InterruptedException, JetStreamApiException {
    try (Connection connection = Nats.connect(broker.toString())) {
      JetStreamManagement management = connection.jetStreamManagement();
      for (String stream : management.getStreamNames()) { // the broker has no other fleet
        management.deleteStream(stream);
      }
    }
  }
}
