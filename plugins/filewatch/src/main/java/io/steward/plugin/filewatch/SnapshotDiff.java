package io.steward.plugin.filewatch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// The changes between two snapshots.
final class SnapshotDiff {

  private SnapshotDiff() {}

  /// The changes from one snapshot to the next, in the order of their paths.
  static List<Change> between(
      NavigableMap<String, FoundFile> before,
      NavigableMap<String, FoundFile> now,
      Instant noticed) {
    Map<String, String> gone = new HashMap<>(); // path by file key
    before.forEach((path, foundFile) -> {
      if (!now.containsKey(path)) {
        gone.put(foundFile.key(), path);
      }
    });
    NavigableMap<String, Change> changes = new TreeMap<>();
    now.forEach((path, foundFile) -> {
      FoundFile old = before.get(path);
      if (old == null) {
        String from = gone.get(foundFile.key());
        FoundFile moved = from == null ? null : before.get(from);
        if (from != null && moved != null && moved.isMovedTo(foundFile)) {
          gone.remove(foundFile.key());
          changes.put(path, change(Change.Kind.MOVED, path, Optional.of(from), noticed, foundFile));
        } else {
          changes.put(
              path, change(Change.Kind.CREATED, path, Optional.empty(), noticed, foundFile));
        }
      } else if (!old.entry().equals(foundFile.entry())) {
        changes.put(path, change(Change.Kind.MODIFIED, path, Optional.empty(), noticed, foundFile));
      }
    });
    for (String path : gone.values()) {
      changes.put(
          path, new Change(Change.Kind.DELETED, path, Optional.empty(), noticed, Optional.empty()));
    }
    return new ArrayList<>(changes.values());
  }

  private static Change change(
      Change.Kind kind, String path, Optional<String> from, Instant noticed, FoundFile foundFile) {
    return new Change(kind, path, from, noticed, Optional.of(foundFile.entry()));
  }
}
