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

/// The threads of this program, including virtual ones, without the JDK's own. They are taken from
/// the JDK's thread dump, since nothing else lists virtual threads.
///
/// @param threads name and stack of each thread, by its id
record ThreadCensus(Map<Long, String> threads) {

  private static final Set<String> GROUPS_OF_THE_JDK =
      Set.of(
          "system", "CarrierThreads", "InnocuousThreadGroup", "InnocuousForkJoinWorkerThreadGroup");
  private static final Pattern POLLERS =
      Pattern.compile("(Sub|Master|Read-|Write-)?Poller(-\\d+)?");

  /// Takes the census now.
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

  /// Waits until all threads started since this census have ended.
  ///
  /// @throws AssertionError when some are left after a minute, with their stacks
  void awaitNoMore() {
    try {
      var _ =
          Patience.await(
              "end of all threads", () -> since().isEmpty() ? Optional.of(true) : Optional.empty());
    } catch (AssertionError tooLong) {
      throw new AssertionError("threads left behind: " + String.join("; ", since()), tooLong);
    }
  }

  private Collection<String> since() {
    Map<Long, String> started = new HashMap<>(take().threads());
    started.keySet().removeAll(threads.keySet());
    return started.values();
  }
}
