package io.steward.testkit;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import io.steward.runtime.databind.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The threads there are in this program, virtual ones too, but for those that the JDK has of its
/// own. They are known by the JDK's dump of threads, for nothing else lists virtual ones.
///
/// @param threads what each is called and does, by its id
record ThreadCensus(Map<Long, String> threads) {

  private static final Set<String> GROUPS_OF_THE_JDK =
      Set.of(
          "system", "CarrierThreads", "InnocuousThreadGroup", "InnocuousForkJoinWorkerThreadGroup");
  private static final Pattern POLLERS =
      Pattern.compile("(Sub|Master|Read-|Write-)?Poller(-\\d+)?");

  /// Counts them.
  static ThreadCensus take() {
    Set<Long> ofTheJdk =
        Thread.getAllStackTraces().keySet().stream()
            .filter(ThreadCensus::isOfTheJdk)
            .map(Thread::threadId)
            .collect(Collectors.toSet());
    Map<Long, String> found = new HashMap<>();
    for (Map<?, ?> container : maps(map(dump().get("threadDump")).get("threadContainers"))) {
      for (Map<?, ?> thread : maps(container.get("threads"))) {
        long id = Long.parseLong(String.valueOf(thread.get("tid")));
        String name = String.valueOf(thread.get("name"));
        if (!ofTheJdk.contains(id) && !POLLERS.matcher(name).matches()) {
          found.put(id, "\"" + name + "\" at " + thread.get("stack"));
        }
      }
    }
    return new ThreadCensus(found);
  }

  private static boolean isOfTheJdk(Thread thread) {
    ThreadGroup group = thread.getThreadGroup();
    return group == null || GROUPS_OF_THE_JDK.contains(group.getName());
  }

  private static Map<?, ?> dump() {
    try {
      Path folder = Files.createTempDirectory("steward-threads-");
      Path file = folder.resolve("threads.json");
      try {
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
            .dumpThreads(file.toString(), ThreadDumpFormat.JSON);
        return map(Json.read(Files.readAllBytes(file)));
      } finally {
        Files.deleteIfExists(file);
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<?, ?> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  private static List<Map<?, ?>> maps(@Nullable Object value) {
    return value instanceof Collection<?> items
        ? items.stream().<Map<?, ?>>map(ThreadCensus::map).toList()
        : List.of();
  }

  /// Waits until all threads have ended that were not there when this was taken.
  ///
  /// @throws AssertionError when some are left after a minute, with what they do
  void awaitNoMore() {
    try {
      var _ =
          Patience.await(
              "the end of all threads",
              () -> since().isEmpty() ? Optional.of(true) : Optional.empty());
    } catch (AssertionError tooLong) {
      throw new AssertionError("left behind: " + String.join("; ", since()), tooLong);
    }
  }

  private Collection<String> since() {
    Map<Long, String> now = new HashMap<>(take().threads());
    now.keySet().removeAll(threads.keySet());
    return now.values();
  }
}
