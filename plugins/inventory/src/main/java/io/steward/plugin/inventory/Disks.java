package io.steward.plugin.inventory;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import oshi.software.os.OSFileStore;

/// The disks of this machine: each device once, however often it is mounted.
final class Disks {

  /// Some machines mount thousands, but facts are for people and limited in size.
  private static final int MAX_DISKS = 50;

  private Disks() {}

  /// The disks among the mounted file systems.
  static List<Map<String, Object>> of(List<OSFileStore> mounted) {
    Map<String, OSFileStore> byDevice = new LinkedHashMap<>();
    mounted.stream()
        .filter(store -> store.getTotalSpace() > 0 && !isInMemory(store.getType()))
        .sorted(
            Comparator.comparingInt((OSFileStore store) -> store.getMount().length())
                .thenComparing(OSFileStore::getMount))
        .forEach(store -> byDevice.putIfAbsent(store.getVolume(), store));
    return byDevice.values().stream()
        .sorted(Comparator.comparing(OSFileStore::getMount))
        .limit(MAX_DISKS)
        .map(Disks::facts)
        .toList();
  }

  private static boolean isInMemory(String type) {
    return type.equals("tmpfs") || type.equals("ramfs");
  }

  private static Map<String, Object> facts(OSFileStore store) {
    return new FactBuilder()
        .put("path", store::getMount)
        .put("type", store::getType)
        .put("size", store::getTotalSpace)
        .put("free", () -> roundDown(store.getUsableSpace()))
        .facts();
  }

  /// Rounds down to four significant binary digits: the free space changes every second, but this
  /// fact only when it has changed by about a tenth.
  static long roundDown(long bytes) {
    long free = Math.max(0, bytes);
    long step = Math.max(1, Long.highestOneBit(free) / 8);
    return free / step * step;
  }
}
