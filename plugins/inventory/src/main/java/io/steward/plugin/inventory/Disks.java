package io.steward.plugin.inventory;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import oshi.software.os.OSFileStore;

/// Where files are kept on this machine: each device once, however often it is mounted.
final class Disks {

  /// Some machines mount thousands, and facts are for people and have little room.
  private static final int MOST = 50;

  private Disks() {}

  /// The disks among what is mounted.
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
        .limit(MOST)
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

  /// To four binary digits: what is free changes every second, and as a fact only when it has
  /// become about a tenth more or less.
  static long roundDown(long bytes) {
    long free = Math.max(0, bytes);
    long step = Math.max(1, Long.highestOneBit(free) / 8);
    return free / step * step;
  }
}
