package io.steward.runtime.process;

import io.steward.api.NodeName;
import io.steward.api.Subject;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.concurrent.LoggedTask;
import io.steward.runtime.fleet.UnitDocument.ProcessReport;
import io.steward.runtime.intake.UnboundSubject;
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

/// The processes of a node, which may be replaced while it runs.
///
/// Safe for use by any thread; only one at a time may change it.
public final class ProcessSupervisor implements AutoCloseable {

  private final ProcessHost host;
  private final Bus bus;
  private final Runnable onRoom;
  private final Map<Subject, CommandProcess> builtins = new LinkedHashMap<>();
  private final Set<CommandProcess> removed = ConcurrentHashMap.newKeySet();
  private volatile Map<Subject, CommandProcess> commands = Map.of();
  private volatile Map<Subject, EventProcess> events = Map.of();
  private volatile Map<String, SourceProcess> sources = Map.of();
  private boolean commandsStarted;
  private boolean othersStarted;
  private volatile boolean closed;

  /// @param onRoom called when a mailbox has room again after it was full
  public ProcessSupervisor(ProcessHost host, Bus bus, Runnable onRoom) {
    this.host = host;
    this.bus = bus;
    this.onRoom = onRoom;
  }

  /// Adds a process that every node has. Their streams are read in the order in which they are
  /// added.
  public void addBuiltin(CommandSpec<?> spec) {
    builtins.put(spec.subject(), new CommandProcess(spec, host, onRoom));
    commands = withBuiltins(Map.of());
  }

  private Map<Subject, CommandProcess> withBuiltins(Map<Subject, CommandProcess> bound) {
    Map<Subject, CommandProcess> all = new LinkedHashMap<>(builtins);
    all.putAll(bound);
    return all;
  }

  /// All command processes, those that every node has first.
  public Map<Subject, CommandProcess> commands() {
    return commands;
  }

  /// The command processes that the configuration binds.
  public Collection<CommandProcess> boundCommands() {
    return commands.values().stream()
        .filter(each -> !builtins.containsKey(each.subject()))
        .toList();
  }

  /// All processes that the configuration binds.
  public List<SubjectProcess<?>> boundProcesses() {
    return Stream.<Collection<? extends SubjectProcess<?>>>of(
            boundCommands(), events.values(), sources.values())
        .<SubjectProcess<?>>flatMap(Collection::stream)
        .toList();
  }

  /// Applies a new workload. Processes that were bound before and do not differ continue
  /// undisturbed. Those that are no longer bound are removed when their running commands have
  /// ended, and what waits for them is rejected.
  ///
  /// @param gracePeriod how long running commands may continue before they are interrupted
  /// @throws InterruptedException if interrupted meanwhile; then it may be called again
  public synchronized void apply(Workload workload, Duration gracePeriod)
      throws InterruptedException {
    Map<Subject, CommandProcess> commandsBefore = new LinkedHashMap<>(commands);
    commandsBefore.keySet().removeAll(builtins.keySet());
    Map<Subject, CommandProcess> commandsNow =
        updateProcesses(
            commandsBefore,
            workload.commands(),
            workload.unavailable(),
            gracePeriod,
            CommandSpec::subject,
            spec -> new CommandProcess(spec, host, onRoom));
    Map<Subject, EventProcess> eventsBefore = events;
    Map<Subject, EventProcess> eventsNow =
        updateProcesses(
            eventsBefore,
            workload.events(),
            workload.unavailable(),
            gracePeriod,
            EventSpec::subject,
            spec -> new EventProcess(spec, host, bus));
    Map<String, SourceProcess> sourcesBefore = sources;
    Map<String, SourceProcess> sourcesNow =
        updateProcesses(
            sourcesBefore,
            workload.sources(),
            workload.unavailable(),
            gracePeriod,
            spec -> SourceSpec.name(host.engine().node(), spec.method(), spec.domain()),
            spec -> new SourceProcess(spec, host));
    commands = withBuiltins(commandsNow);
    events = eventsNow;
    host.intake().refusals().setKnownSenders(this::isKnown);
    sources = sourcesNow;
    host.services().facts().setPrecedence(List.copyOf(sourcesNow.keySet()));
    for (CommandProcess each : removedProcesses(commandsBefore, commandsNow)) {
      remove(each, gracePeriod);
    }
    for (EventProcess each : removedProcesses(eventsBefore, eventsNow)) {
      var _ = each.retire(gracePeriod);
      each.unsubscribe();
      each.close();
    }
    for (SourceProcess each : removedProcesses(sourcesBefore, sourcesNow)) {
      var _ = each.retire(gracePeriod);
      each.close();
    }
    start();
  }

  /// Whether some binding allows a sender.
  private boolean isKnown(NodeName sender) {
    return commands.values().stream().anyMatch(each -> each.allows(sender))
        || events.values().stream().anyMatch(each -> each.spec().from().test(sender));
  }

  private static <K, P> List<P> removedProcesses(Map<K, P> before, Map<K, P> now) {
    return before.entrySet().stream()
        .filter(each -> !now.containsKey(each.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  private static <K, S extends ProcessSpec, P extends SubjectProcess<S>> Map<K, P> updateProcesses(
      Map<K, P> before,
      List<S> specs,
      Map<String, String> unavailable,
      Duration gracePeriod,
      Function<S, K> key,
      Function<S, P> create)
      throws InterruptedException {
    Map<K, P> now = new LinkedHashMap<>();
    for (S spec : specs) {
      P existing = before.get(key.apply(spec));
      if (existing != null && !existing.spec().revision().equals(spec.revision())) {
        var _ = existing.retire(gracePeriod);
        existing.replaceHandler(spec);
      }
      now.put(key.apply(spec), existing == null ? create.apply(spec) : existing);
    }
    for (Map.Entry<K, P> each : before.entrySet()) {
      P process = each.getValue();
      String reason = unavailable.get(process.name());
      if (reason != null && !now.containsKey(each.getKey())) {
        var _ = process.retire(gracePeriod);
        process.detachHandler(reason);
        now.put(each.getKey(), process);
      }
    }
    return now;
  }

  /// Rejects the commands that wait for a process that is no longer bound, and those that are just
  /// being accepted for it.
  private void remove(CommandProcess process, Duration gracePeriod) throws InterruptedException {
    var _ = process.retire(gracePeriod);
    process.detachHandler(UnboundSubject.reasonAfterRemoval(process.subject()));
    removed.add(process);
    Thread.ofVirtual()
        .name(process.name() + " removal")
        .start(new LoggedTask("removing " + process.name(), () -> finishRemoval(process)));
  }

  private void finishRemoval(CommandProcess process) {
    try {
      process.mailbox().awaitEmpty();
      process.close();
      removed.remove(process);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  /// Retires the handlers of some processes: until they get others, messages wait.
  ///
  /// @return whether every thread has ended
  public boolean retire(Collection<SubjectProcess<?>> processes, Duration gracePeriod)
      throws InterruptedException {
    return ParallelCheck.allMatch(processes, each -> each.retire(gracePeriod));
  }

  /// Starts the processes of events and sources.
  public synchronized void startOthers() {
    othersStarted = true;
    start();
  }

  /// Starts the processes of commands.
  public synchronized void startCommands() {
    commandsStarted = true;
    start();
  }

  private void start() {
    if (closed) {
      return;
    }
    if (commandsStarted) {
      commands.values().forEach(CommandProcess::start);
    }
    if (othersStarted) {
      events.values().forEach(EventProcess::start);
      sources.values().forEach(SourceProcess::start);
    }
  }

  /// The report of each process.
  public List<ProcessReport> reports() {
    return Stream.concat(builtins.values().stream(), boundProcesses().stream())
        .map(SubjectProcess::report)
        .toList();
  }

  /// Stops the sources, before anything else stops.
  public void closeSources() {
    sources.values().forEach(SourceProcess::close);
  }

  @Override
  public void close() {
    closed = true;
    closeAll();
    synchronized (this) { // after a start in progress, which holds the lock
      closeAll();
    }
    events.values().forEach(EventProcess::unsubscribe);
  }

  private void closeAll() {
    List<SubjectProcess<?>> all = new ArrayList<>(events.values());
    all.addAll(commands.values());
    all.addAll(removed);
    all.addAll(sources.values());
    all.forEach(SubjectProcess::close);
  }
}
