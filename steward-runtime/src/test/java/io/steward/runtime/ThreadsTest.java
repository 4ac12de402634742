package io.steward.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Who starts threads, read from the compiled classes: what lasts as long as a program is a
/// supervised thread.
class ThreadsTest {

  private static final String ROOT = "io/steward/runtime/";

  /// What logs whatever is thrown uses one of these.
  private static final Set<String> LOGGING =
      Set.of(ROOT + "concurrent/LoggedTask", ROOT + "concurrent/DeadlyError");

  /// Why a class may start threads by hand.
  private enum Reason {
    /// It supervises them.
    SUPERVISES,
    /// What they run ends soon, or begins anew each time, and what it throws is logged.
    LOGS,
    /// Whoever started them waits for their result, and gets what they throw.
    WAITS,
    /// They end with a client program that a person has started.
    CLIENT
  }

  private static final Map<String, Reason> BY_HAND =
      Map.ofEntries(
          Map.entry("concurrent/SupervisedThread", Reason.SUPERVISES),
          Map.entry("bus/LoopbackSubscriptionSet", Reason.LOGS),
          Map.entry("bus/NatsConnection", Reason.SUPERVISES), // and those of the library
          Map.entry("bus/SystemAccountConnection", Reason.LOGS), // and those of the library
          Map.entry("emulation/EmulationContext", Reason.CLIENT),
          Map.entry("engine/SystemTimers", Reason.LOGS),
          Map.entry("engine/Timers", Reason.LOGS),
          Map.entry("fleet/FanOut", Reason.WAITS),
          Map.entry("intake/ArgumentLoader", Reason.LOGS),
          Map.entry("intake/SubjectCursor", Reason.LOGS),
          Map.entry("jobs/JobController", Reason.LOGS), // and resumes the job
          Map.entry("metrics/MetricsEndpoint", Reason.LOGS), // one per request
          Map.entry("objects/OrderedPipeline", Reason.WAITS),
          Map.entry("outbox/OutboxPublisher", Reason.WAITS),
          Map.entry("plugin/OwnerThread", Reason.WAITS),
          Map.entry("plugin/ParallelTasks", Reason.WAITS),
          Map.entry("plugin/PluginInstantiator", Reason.WAITS),
          Map.entry("process/Execution", Reason.LOGS),
          Map.entry("process/OutcomeRecorder", Reason.LOGS),
          Map.entry("process/ParallelCheck", Reason.WAITS),
          Map.entry("process/ProcessSupervisor", Reason.LOGS),
          Map.entry("process/RunningCommands", Reason.LOGS),
          Map.entry("cli/method/BestEffortQuery", Reason.CLIENT),
          Map.entry("cli/send/SilenceWatch", Reason.CLIENT),
          Map.entry("cli/terminal/Screen", Reason.CLIENT),
          Map.entry("cli/terminal/ShutdownWait", Reason.CLIENT),
          Map.entry("cli/verb/Emulate", Reason.CLIENT));

  private static final Set<String> STARTS =
      Set.of("ofVirtual", "ofPlatform", "startVirtualThread", "<init>");

  private static boolean startsThreads(MemberRefEntry used) {
    String owner = used.owner().asInternalName();
    String name = used.name().stringValue();
    return switch (owner) {
      case "java/lang/Thread" -> STARTS.contains(name);
      case "java/util/concurrent/Executors" -> name.startsWith("new");
      case "java/util/concurrent/CompletableFuture" ->
          name.equals("runAsync") || name.equals("supplyAsync");
      default -> owner.equals("java/util/Timer") || owner.endsWith("/ForkJoinPool");
    };
  }

  /// For each type that starts threads, the types that it uses, those within it included.
  private static Map<String, Set<String>> starters() throws IOException {
    Path classes =
        Path.of(
            URI.create(Main.class.getProtectionDomain().getCodeSource().getLocation().toString()));
    Map<String, Set<String>> uses = new TreeMap<>();
    Set<String> starters = new TreeSet<>();
    try (Stream<Path> all = Files.walk(classes.resolve(ROOT))) {
      for (Path file : all.filter(path -> path.toString().endsWith(".class")).toList()) {
        ClassModel model = ClassFile.of().parse(file);
        String type =
            model.thisClass().asInternalName().substring(ROOT.length()).replaceFirst("\\$.*", "");
        for (PoolEntry entry : model.constantPool()) {
          switch (entry) {
            case ClassEntry used ->
                uses.computeIfAbsent(type, _ -> new TreeSet<>()).add(used.asInternalName());
            case MemberRefEntry used when startsThreads(used) -> starters.add(type);
            default -> {}
          }
        }
      }
    }
    uses.keySet().retainAll(starters);
    return uses;
  }

  @Test
  void nobodyElseStartsAThreadByHand() throws IOException {
    assertThat(starters().keySet()).containsExactlyInAnyOrderElementsOf(BY_HAND.keySet());
  }

  @Test
  void whatNobodyWaitsForIsLogged() throws IOException {
    Map<String, Set<String>> starters = starters();
    BY_HAND.forEach((type, reason) -> {
      if (reason == Reason.LOGS) {
        assertThat(starters.get(type)).as(type).containsAnyElementsOf(LOGGING);
      }
    });
  }
}
