package io.steward.runtime.plugin;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Plugins that were unloaded, and whether something still holds on to them: a thread that goes on,
/// a shutdown hook, a driver that was registered.
final class UnloadLeakDetector {

  private final List<Unloaded> unloaded = new ArrayList<>();

  /// @param name its id and version
  /// @param unloadedAt of the steady clock, in nanoseconds
  private record Unloaded(String name, WeakReference<ClassLoader> loader, long unloadedAt) {

    boolean isOlderThan(Duration atLeast) {
      return System.nanoTime() - unloadedAt >= atLeast.toNanos();
    }
  }

  /// A plugin was unloaded.
  void add(String id, String version, ClassLoader loader) {
    unloaded.add(new Unloaded(id + " " + version, new WeakReference<>(loader), System.nanoTime()));
  }

  /// Which are still reachable. Whether one is shows only after the memory has been cleared, which
  /// is done here while there are any.
  ///
  /// @param after how long ago they must have been unloaded: a thread that ended just now, or
  ///   something that is compiled meanwhile, may hold on to them for a moment
  @SuppressWarnings("GarbageCollector") // a handful of milliseconds in a heap that is small
  List<String> find(Duration after) {
    if (unloaded.stream().noneMatch(each -> each.isOlderThan(after))) {
      return List.of();
    }
    System.gc();
    unloaded.removeIf(each -> each.loader().refersTo(null));
    return unloaded.stream().filter(each -> each.isOlderThan(after)).map(Unloaded::name).toList();
  }
}
