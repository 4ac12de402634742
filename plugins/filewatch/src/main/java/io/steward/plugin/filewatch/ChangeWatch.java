package io.steward.plugin.filewatch;

import io.steward.api.SourceContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Compares the file system with the snapshot sent before, and sends the changes.
final class ChangeWatch {

  private final FileWatch settings;
  private final Globs globs;
  private final SourceJournal sourceJournal;
  private final NavigableMap<String, FoundFile> told = new TreeMap<>();
  private final Set<Path> folders = new HashSet<>();
  private List<String> watched = List.of();
  private int left;

  ChangeWatch(FileWatch settings, SourceContext context) throws IOException, InterruptedException {
    this.settings = settings;
    globs = new Globs(settings.paths());
    sourceJournal = SourceJournal.open(context, "changes");
    recall(sourceJournal.known());
  }

  /// Scans once, and sends the changes.
  ///
  /// @return the status, in one line
  String look() throws IOException, InterruptedException {
    NavigableMap<String, FoundFile> now = now();
    if (!watched.equals(settings.paths())) {
      begin(now);
    }
    List<Change> changes = SnapshotDiff.between(told, now, Instant.now());
    for (int at = 0; at < changes.size(); at += settings.batch()) {
      List<Change> some =
          List.copyOf(changes.subList(at, Math.min(changes.size(), at + settings.batch())));
      for (Change change : some) {
        change.from().ifPresent(told::remove);
        told.remove(change.path());
        FoundFile foundFile = now.get(change.path());
        if (foundFile != null) {
          told.put(change.path(), foundFile);
        }
      }
      sourceJournal.send(Optional.empty(), List.of(), some, known());
    }
    told.putAll(now); // a file replaced by an equal one has another key
    sourceJournal.keep(known());
    return "watching "
        + now.size()
        + (now.size() == 1 ? " path" : " paths")
        + (left == 0 ? "" : "; " + left + " more match but are not watched");
  }

  /// The folders in which changes may happen.
  Set<Path> folders() {
    return Set.copyOf(folders);
  }

  /// What exists when a path is watched for the first time is not a change, nor is what is no
  /// longer watched.
  private void begin(NavigableMap<String, FoundFile> now) {
    Globs before = new Globs(watched);
    told.keySet().removeIf(path -> !globs.covers(Path.of(path)));
    now.forEach((path, foundFile) -> {
      if (!before.covers(Path.of(path))) {
        told.put(path, foundFile);
      }
    });
    watched = settings.paths();
  }

  private NavigableMap<String, FoundFile> now() throws IOException {
    NavigableMap<String, FoundFile> now = new TreeMap<>();
    folders.clear();
    globs.bases().stream().filter(Files::isDirectory).forEach(folders::add);
    left = 0;
    for (Path path : globs.find(true)) {
      if (now.size() >= settings.files() && !told.containsKey(path.toString())) {
        left++;
        continue;
      }
      try {
        Optional<FoundFile> before = Optional.ofNullable(told.get(path.toString()));
        FoundFile foundFile = FoundFile.at(path, before, settings.hash());
        now.put(path.toString(), foundFile);
        if (foundFile.entry().type() == FileEntry.Type.DIRECTORY) {
          folders.add(path);
        }
        Path parent = path.getParent();
        if (parent != null) {
          folders.add(parent);
        }
      } catch (IOException gone) {
        // deleted since the folder was read
      }
    }
    return now;
  }

  private void recall(byte[] known) throws IOException {
    if (known.length == 0) {
      return;
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(known));
    List<String> patterns = new ArrayList<>();
    for (int count = in.readInt(); count > 0; count--) {
      patterns.add(JournalCodec.text(in));
    }
    watched = List.copyOf(patterns);
    for (int count = in.readInt(); count > 0; count--) {
      told.put(JournalCodec.text(in), FoundFile.read(in));
    }
  }

  private byte[] known() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(all);
    out.writeInt(watched.size());
    for (String pattern : watched) {
      JournalCodec.text(out, pattern);
    }
    out.writeInt(told.size());
    for (Map.Entry<String, FoundFile> each : told.entrySet()) {
      JournalCodec.text(out, each.getKey());
      each.getValue().write(out);
    }
    return all.toByteArray();
  }
}
