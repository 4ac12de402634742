package io.steward.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// `steward up` with some nodes, in its own folder, on free ports.
final class Fleet implements AutoCloseable {

  private final Running up;
  private final Installation installation;
  private final int syslog;

  private Fleet(Running up, Installation installation, int syslog) {
    this.up = up;
    this.installation = installation;
    this.syslog = syslog;
  }

  /// The fleet of the sample configurations.
  static Fleet start(Path folder) throws IOException {
    return start(
        folder,
        Stream.of("central.yaml", "ship1.yaml", "ship2.yaml").map(Installation::config).toList());
  }

  static Fleet start(Path folder, List<String> configs) throws IOException {
    return start(folder, 0, configs);
  }

  /// @param port of the broker; 0 for any free one
  static Fleet start(Path folder, int port, List<String> configs) throws IOException {
    int syslog = Ports.next();
    Installation installation =
        new Installation(
            folder,
            Map.of(
                "STEWARD_DATA",
                folder.resolve("data").toString(),
                "STEWARD_PLUGINS",
                Installation.HOME.resolve("plugins").toString(),
                "STEWARD_SYSLOG_PORT",
                Integer.toString(syslog),
                "STEWARD_AS",
                "operator-test"));
    String[] arguments =
        Stream.concat(Stream.of("up", "--port", Integer.toString(port)), configs.stream())
            .toArray(String[]::new);
    Running up = installation.start(arguments);
    String url = up.awaitPrinted("broker (nats://[^ ]+)");
    return new Fleet(up, installation.with("STEWARD_BROKER", url), syslog);
  }

  /// The same broker, with commands for another fleet on it.
  ///
  /// @param prefix of that fleet
  Fleet named(String prefix) {
    return new Fleet(up, installation.with("STEWARD_PREFIX", prefix), syslog);
  }

  /// Runs `steward` against the broker, as `operator-test`.
  Ended steward(String... arguments) {
    return installation.run(arguments);
  }

  /// The environment of its commands.
  Installation installation() {
    return installation;
  }

  /// The URL of its broker.
  String broker() {
    return installation.environment().getOrDefault("STEWARD_BROKER", "");
  }

  /// The URL of its broker with the login, for any other NATS client.
  String brokerWithLogin() throws IOException {
    String context = Files.readString(context());
    Matcher password = Pattern.compile("\"password\": \"([^\"]+)\"").matcher(context);
    assertThat(password.find()).isTrue();
    return broker().replace("//", "//steward:" + password.group(1) + "@");
  }

  /// The context of the `nats` tool for its broker.
  Path context() {
    return Path.of(up.awaitPrinted("context for the nats tool: (.+)"));
  }

  /// The syslog port of ship1, for UDP and TCP.
  int syslog() {
    return syslog;
  }

  /// The data folder of a node.
  Path data(String node) {
    return installation.folder().resolve("data").resolve(node);
  }

  /// The running `steward up`.
  Running up() {
    return up;
  }

  @Override
  public void close() {
    up.close();
  }
}
