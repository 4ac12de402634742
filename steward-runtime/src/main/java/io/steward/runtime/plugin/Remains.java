package io.steward.runtime.plugin;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

/// Plugins that were unloaded, and whether something still holds on to them: a thread that goes on,
/// a shutdown hook, a driver that was registered.
final class Remains {

  private final List<Unloaded> unloaded = new ArrayList<>();

  /// @param name its id and version
  private record Unloaded(String name, WeakReference<ClassLoader> loader) {}

  /// A plugin was unloaded.
  void add(String id, String version, ClassLoader loader) {
    unloaded.add(new Unloaded(id + " " + version, new WeakReference<>(loader)));
  }

  /// Which are still reachable. Whether one is shows only after the memory has been cleared, which
  /// is done here while there are any.
  @SuppressWarnings("GarbageCollector") // a handful of milliseconds in a heap that is small
  List<String> find() {
    if (unloaded.isEmpty()) {
      return List.of();
    }
    System.gc();
    unloaded.removeIf(each -> each.loader().refersTo(null));
    return unloaded.stream().map(Unloaded::name).toList();
  }
}
