package io.steward.distribution.faults;

import io.steward.distribution.Installation;
import io.steward.distribution.MovedClock;
import io.steward.distribution.Running;
import io.steward.distribution.faults.History.Effect;
import io.steward.distribution.faults.stop.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A node of the distribution in its own process, with steward processes that record their effects:
/// `note.once`, `note.again` and `note.beside`, which are repeatable, and `heard.sink` for events.
/// `note.forward` sends further messages.
final class RealNode implements AutoCloseable {

  private final String name;
  private final Path folder;
  private final Path agent;
  private final Path config;
  private int deaths;
  private Optional<MovedClock> clock = Optional.empty();
  private Optional<Running> running = Optional.empty();

  /// @param folder of the scenario
  /// @param broker URL of the broker
  /// @param plugins its folder of plugins
  /// @param agent jar of the Java agent that kills it
  /// @param data its data folder
  RealNode(String name, Path folder, String broker, Path plugins, Path agent, Path data)
      throws IOException {
    this.name = name;
    this.folder = folder;
    this.agent = agent;
    this.config = folder.resolve(name + ".yaml");
    String with =
        "{ effects: \"" + folder + "/" + name + ".%s.effects\", promises: \"" + promises() + "\" }";
    Files.writeString(
        config,
        """
        node: %s
        broker: { servers: ["%s"] }
        data: "%s"
        heartbeat: 1s
        plugins: { folder: "%s" }
        commands:
          note.once: { from: ["*"], with: %s }
          note.again: { from: ["*"], repeatable: true, with: %s }
          note.beside: { from: ["*"], repeatable: true, with: %s }
          note.forward: { from: ["*"], with: %s }
        events:
          heard.sink: { from: ["*"], with: { effects: "%s" } }
        """
            .formatted(
                name,
                broker,
                data,
                plugins,
                with.formatted("once"),
                with.formatted("again"),
                with.formatted("beside"),
                with.formatted("forward"),
                folder.resolve(name + ".sink.effects")));
  }

  /// The guarantee for the messages of a process.
  static Sent.Kind kind(String subject) {
    return subject.endsWith(".note.again") || subject.endsWith(".note.beside")
        ? Sent.Kind.REPEATABLE
        : subject.endsWith(".heard.sink") ? Sent.Kind.EVENT : Sent.Kind.ONCE;
  }

  String name() {
    return name;
  }

  String once() {
    return name + ".command.note.once";
  }

  String again() {
    return name + ".command.note.again";
  }

  /// Repeatable, and runs beside {@link #again}.
  String beside() {
    return name + ".command.note.beside";
  }

  String forward() {
    return name + ".command.note.forward";
  }

  String sink() {
    return name + ".event.heard.sink";
  }

  private Path promises() {
    return folder.resolve(name + ".promises");
  }

  /// Uses a clock of the test at every start from now on.
  RealNode withClock(MovedClock moved) {
    clock = Optional.of(moved);
    return this;
  }

  /// Starts it.
  RealNode start() {
    running = Optional.of(installation("").start("node", config.toString()));
    return this;
  }

  private Installation installation(String options) {
    String all = clock.map(moved -> moved.options() + " " + options).orElse(options);
    return new Installation(folder, Map.of()).with("STEWARD_JAVA_OPTIONS", all);
  }

  /// Starts it under a wrapper program such as strace.
  RealNode startUnder(List<String> wrapper) {
    List<String> command = new ArrayList<>(wrapper);
    command.addAll(
        List.of(Installation.HOME.resolve("steward").toString(), "node", config.toString()));
    running = Optional.of(new Installation(folder, Map.of()).program(command));
    return this;
  }

  /// Starts it to die at a point.
  Crash startToDie(Point point) {
    deaths++;
    Path marker = folder.resolve(name + ".death-" + deaths);
    Running doomed =
        installation(Jars.dying(agent, point, marker)).start("node", config.toString());
    running = Optional.of(doomed);
    return new Crash(doomed, point, marker);
  }

  /// Returns when it is up.
  RealNode awaitUp() {
    running.orElseThrow().awaitPrinted("node " + name + " is up");
    return this;
  }

  /// Returns the exit code when it has died by itself.
  int awaitDeath() {
    return running.orElseThrow().awaitEnd().exit();
  }

  long pid() {
    return running.orElseThrow().pid();
  }

  boolean isAlive() {
    return running.isPresent() && ProcessHandle.of(pid()).isPresent();
  }

  /// Kills it and its child processes with SIGKILL.
  void kill() {
    running.ifPresent(node ->
        ProcessHandle.of(node.pid()).stream()
            .flatMap(ProcessHandle::descendants)
            .forEach(ProcessHandle::destroyForcibly));
    running.ifPresent(Running::kill);
    running = Optional.empty();
  }

  /// The effects of its processes.
  List<Effect> effects() throws IOException {
    List<Effect> all = new ArrayList<>();
    for (String subject : List.of(once(), again(), beside(), forward(), sink())) {
      String domain = subject.substring(subject.lastIndexOf('.') + 1);
      for (String line : lines(folder.resolve(name + "." + domain + ".effects"))) {
        all.add(new Effect(subject, line.split(" ", 2)[0]));
      }
    }
    return all;
  }

  /// The messages that its outbox accepted, and so must deliver.
  List<Sent> promised() throws IOException {
    return lines(promises()).stream()
        .map(line -> line.split(" ", 2))
        .map(promise ->
            new Sent(promise[0], name, promise[1], kind(promise[1]), true, Optional.empty()))
        .toList();
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  /// Its output.
  String printed() {
    return running.map(Running::printed).orElse("");
  }

  @Override
  public void close() {
    kill();
  }
}
