package io.steward.distribution.faults;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.ClusterInfo;
import io.steward.distribution.Installation;
import io.steward.distribution.Ports;
import io.steward.distribution.Running;
import io.steward.runtime.broker.BrokerBinary;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Three nats-servers with JetStream that form a cluster on the loopback address.
final class Cluster implements AutoCloseable {

  private static final List<String> NAMES = List.of("a", "b", "c");

  private final Path folder;
  private final BrokerBinary binary;
  private final Map<String, Integer> ports = new HashMap<>();
  private final List<String> routes = new ArrayList<>();
  private final Map<String, Integer> routePorts = new HashMap<>();
  private final Map<String, Running> running = new HashMap<>();

  private Cluster(Path folder, BrokerBinary binary) {
    this.folder = folder;
    this.binary = binary;
  }

  /// Starts all servers. They need a moment to elect a leader.
  static Cluster start(Path folder) throws IOException, InterruptedException {
    Cluster cluster =
        new Cluster(folder, BrokerBinary.find(Optional.empty(), System.getenv(), _ -> {}));
    for (String name : NAMES) {
      cluster.ports.put(name, Ports.next());
      int route = Ports.next();
      cluster.routePorts.put(name, route);
      cluster.routes.add("nats://127.0.0.1:" + route);
    }
    for (String name : NAMES) {
      cluster.start(name);
    }
    return cluster;
  }

  private void start(String name) throws IOException {
    Path config =
        Files.writeString(
            folder.resolve(name + ".conf"),
            """
            server_name: %s
            listen: "127.0.0.1:%d"
            log_file: "%s"
            jetstream { store_dir: "%s" }
            cluster { name: faults, listen: "127.0.0.1:%d", routes: [ %s ] }
            """
                .formatted(
                    name,
                    ports.get(name),
                    folder.resolve(name + ".log"),
                    folder.resolve(name),
                    routePorts.get(name),
                    String.join(", ", routes)));
    running.put(
        name,
        new Installation(folder, Map.of())
            .program(List.of(binary.path().toString(), "-c", config.toString())));
  }

  /// The addresses of all servers.
  List<URI> servers() {
    return NAMES.stream().map(name -> URI.create("nats://127.0.0.1:" + ports.get(name))).toList();
  }

  /// Kills a server with SIGKILL.
  void kill(String name) {
    Optional.ofNullable(running.remove(name)).ifPresent(Running::kill);
  }

  /// Starts a killed server again, with its disk.
  void restart(String name) throws IOException {
    start(name);
  }

  /// The server that is the leader of a stream.
  String leader(String stream) throws IOException, InterruptedException {
    String[] urls = servers().stream().map(URI::toString).toArray(String[]::new);
    Connection nats = Nats.connect(Options.builder().servers(urls).build());
    try {
      @Nullable ClusterInfo info =
          nats.jetStreamManagement().getStreamInfo(stream).getClusterInfo();
      @Nullable String leader = info == null ? null : info.getLeader();
      if (leader == null) {
        throw new IOException(stream + " has no leader");
      }
      return leader;
    } catch (JetStreamApiException e) {
      throw new IOException(e);
    } finally {
      nats.close();
    }
  }

  @Override
  public void close() {
    running.values().forEach(Running::kill);
  }
}
