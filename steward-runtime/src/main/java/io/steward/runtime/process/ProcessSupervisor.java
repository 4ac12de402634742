package io.steward.runtime.process;

import io.steward.api.Subject;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.fleet.UnitDocument.ProcessReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/// The processes of a node, which may become others while it runs.
///
/// Safe for use by any thread; one at a time may change it.
final class ProcessSupervisor implements AutoCloseable {

  private final Host host;
  private final Bus bus;
  private final Runnable onRoom;
  private final Map<Subject, CommandProcess> own = new LinkedHashMap<>();
  private final Set<CommandProcess> leaving = ConcurrentHashMap.newKeySet();
  private volatile Map<Subject, CommandProcess> commands = Map.of();
  private volatile Map<Subject, EventProcess> events = Map.of();
  private volatile Map<String, SourceProcess> sources = Map.of();
  private boolean commandsBegun;
  private boolean othersBegun;
  private volatile boolean closed;

  /// @param onRoom told when there is room in a mailbox again after it was full
  ProcessSupervisor(Host host, Bus bus, Runnable onRoom) {
    this.host = host;
    this.bus = bus;
    this.onRoom = onRoom;
  }

  /// Adds what every node executes, in the order in which their streams are read.
  void addBuiltin(CommandSpec<?> spec) {
    own.put(spec.subject(), new CommandProcess(spec, host, onRoom));
    commands = withBuiltins(Map.of());
  }

  private Map<Subject, CommandProcess> withBuiltins(Map<Subject, CommandProcess> bound) {
    Map<Subject, CommandProcess> all = new LinkedHashMap<>(own);
    all.putAll(bound);
    return all;
  }

  /// Everything that executes commands, what every node has first.
  Map<Subject, CommandProcess> commands() {
    return commands;
  }

  /// What executes the commands that the configuration binds.
  Collection<CommandProcess> boundCommands() {
    return commands.values().stream().filter(each -> !own.containsKey(each.subject())).toList();
  }

  /// Everything that the configuration binds.
  List<SubjectProcess<?>> bound() {
    return Stream.<Collection<? extends SubjectProcess<?>>>of(
            boundCommands(), events.values(), sources.values())
        .<SubjectProcess<?>>flatMap(Collection::stream)
        .toList();
  }

  /// Does other work from now on. What was bound before and is not different goes on undisturbed.
  /// What is bound no more is let go of when what runs has ended, and what waits for it is refused.
  ///
  /// @param patience how long that may take
  /// @throws InterruptedException when interrupted meanwhile; then it may be done again
  synchronized void apply(Workload workload, Duration patience) throws InterruptedException {
    Map<Subject, CommandProcess> ofCommands = new LinkedHashMap<>(commands);
    ofCommands.keySet().removeAll(own.keySet());
    Map<Subject, CommandProcess> boundNow =
        follow(
            ofCommands,
            workload.commands(),
            workload.unavailable(),
            patience,
            CommandSpec::subject,
            spec -> new CommandProcess(spec, host, onRoom));
    Map<Subject, EventProcess> eventsBefore = events;
    Map<Subject, EventProcess> eventsNow =
        follow(
            eventsBefore,
            workload.events(),
            workload.unavailable(),
            patience,
            EventSpec::subject,
            spec -> new EventProcess(spec, host, bus));
    Map<String, SourceProcess> sourcesBefore = sources;
    Map<String, SourceProcess> sourcesNow =
        follow(
            sourcesBefore,
            workload.sources(),
            workload.unavailable(),
            patience,
            spec -> SourceSpec.name(host.node(), spec.method(), spec.domain()),
            spec -> new SourceProcess(spec, host));
    commands = withBuiltins(boundNow);
    events = eventsNow;
    sources = sourcesNow;
    host.facts().setPrecedence(List.copyOf(sourcesNow.keySet()));
    for (CommandProcess each : without(ofCommands, boundNow)) {
      leave(each, patience);
    }
    for (EventProcess each : without(eventsBefore, eventsNow)) {
      var _ = each.retire(patience);
      each.dismiss();
      each.close();
    }
    for (SourceProcess each : without(sourcesBefore, sourcesNow)) {
      var _ = each.retire(patience);
      each.close();
    }
    start();
  }

  private static <K, P> List<P> without(Map<K, P> before, Map<K, P> now) {
    return before.entrySet().stream()
        .filter(each -> !now.containsKey(each.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  private static <K, S extends ProcessSpec, P extends SubjectProcess<S>> Map<K, P> follow(
      Map<K, P> before,
      List<S> specs,
      Map<String, String> vacancies,
      Duration patience,
      Function<S, K> key,
      Function<S, P> made)
      throws InterruptedException {
    Map<K, P> now = new LinkedHashMap<>();
    for (S spec : specs) {
      P known = before.get(key.apply(spec));
      if (known != null && !known.spec().revision().equals(spec.revision())) {
        var _ = known.retire(patience);
        known.replaceHandler(spec);
      }
      now.put(key.apply(spec), known == null ? made.apply(spec) : known);
    }
    for (Map.Entry<K, P> each : before.entrySet()) {
      P process = each.getValue();
      String why = vacancies.get(process.name());
      if (why != null && !now.containsKey(each.getKey())) {
        var _ = process.retire(patience);
        process.detachHandler(why);
        now.put(each.getKey(), process);
      }
    }
    return now;
  }

  /// Refuses what waits for a process that is bound no more, and what is just being accepted for
  /// it.
  private void leave(CommandProcess process, Duration patience) throws InterruptedException {
    var _ = process.retire(patience);
    process.detachHandler("nothing here handles " + process.subject() + " now");
    leaving.add(process);
    Thread.ofVirtual()
        .name(process.name() + " leaving")
        .start(() -> {
          try {
            process.mailbox().awaitEmpty();
            process.close();
            leaving.remove(process);
          } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /// Lets go of the handlers of some processes: until they get others, what comes in waits.
  ///
  /// @return whether every thread has come back
  boolean retire(Collection<SubjectProcess<?>> some, Duration patience)
      throws InterruptedException {
    return ParallelCheck.allMatch(some, each -> each.retire(patience));
  }

  /// Begins to receive and to send, but for commands.
  synchronized void startOthers() {
    othersBegun = true;
    start();
  }

  /// Begins to execute commands.
  synchronized void startCommands() {
    commandsBegun = true;
    start();
  }

  private void start() {
    if (closed) {
      return;
    }
    if (commandsBegun) {
      commands.values().forEach(CommandProcess::start);
    }
    if (othersBegun) {
      events.values().forEach(EventProcess::start);
      sources.values().forEach(SourceProcess::start);
    }
  }

  /// How each is.
  List<ProcessReport> reports() {
    return Stream.concat(own.values().stream(), bound().stream())
        .map(SubjectProcess::report)
        .toList();
  }

  /// Stops what sends, before anything else stops.
  void closeSources() {
    sources.values().forEach(SourceProcess::close);
  }

  @Override
  public void close() {
    closed = true;
    end();
    synchronized (this) { // after whoever was about to start others
      end();
    }
    events.values().forEach(EventProcess::dismiss);
  }

  private void end() {
    List<SubjectProcess<?>> all = new ArrayList<>(events.values());
    all.addAll(commands.values());
    all.addAll(leaving);
    all.addAll(sources.values());
    all.forEach(SubjectProcess::close);
  }
}
