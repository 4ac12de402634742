package io.steward.runtime.plugin;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Detects unloaded plugins that are still reachable, for example through a running thread, a
/// shutdown hook or a registered driver.
final class UnloadLeakDetector {

  private final List<Unloaded> unloaded = new ArrayList<>();

  /// @param name the plugin's id and version
  /// @param unloadedAt when, by `System.nanoTime`
  private record Unloaded(String name, WeakReference<ClassLoader> loader, long unloadedAt) {

    boolean isOlderThan(Duration atLeast) {
      return System.nanoTime() - unloadedAt >= atLeast.toNanos();
    }
  }

  /// Registers a plugin that was unloaded.
  void add(String id, String version, ClassLoader loader) {
    unloaded.add(new Unloaded(id + " " + version, new WeakReference<>(loader), System.nanoTime()));
  }

  /// The unloaded plugins that are still reachable. That shows only after a garbage collection,
  /// which this method runs while any plugin is registered for long enough.
  ///
  /// @param after how long ago they must have been unloaded: a thread that just ended, or a running
  ///   JIT compilation, may reference them for a moment
  @SuppressWarnings("GarbageCollector") // takes a few milliseconds in a small heap
  List<String> find(Duration after) {
    if (unloaded.stream().noneMatch(each -> each.isOlderThan(after))) {
      return List.of();
    }
    System.gc();
    unloaded.removeIf(each -> each.loader().refersTo(null));
    return unloaded.stream().filter(each -> each.isOlderThan(after)).map(Unloaded::name).toList();
  }
}
