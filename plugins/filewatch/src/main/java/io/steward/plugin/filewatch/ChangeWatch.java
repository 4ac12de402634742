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

/// Looks what is there, and sends what is not as it was.
final class ChangeWatch {

  private final FileWatch settings;
  private final Globs globs;
  private final Journal journal;
  private final NavigableMap<String, Found> told = new TreeMap<>();
  private final Set<Path> folders = new HashSet<>();
  private List<String> watched = List.of();
  private int left;

  ChangeWatch(FileWatch settings, SourceContext context) throws IOException, InterruptedException {
    this.settings = settings;
    globs = new Globs(settings.paths());
    journal = Journal.open(context, "changes");
    recall(journal.known());
  }

  /// Looks once, and sends what has changed.
  ///
  /// @return how it is, in a line
  String look() throws IOException, InterruptedException {
    NavigableMap<String, Found> now = now();
    if (!watched.equals(settings.paths())) {
      begin(now);
    }
    List<Change> changes = Differences.between(told, now, Instant.now());
    for (int at = 0; at < changes.size(); at += settings.batch()) {
      List<Change> some =
          List.copyOf(changes.subList(at, Math.min(changes.size(), at + settings.batch())));
      for (Change change : some) {
        change.from().ifPresent(told::remove);
        told.remove(change.path());
        Found found = now.get(change.path());
        if (found != null) {
          told.put(change.path(), found);
        }
      }
      journal.send(Optional.empty(), List.of(), some, known());
    }
    told.putAll(now); // a file that was replaced by its like has another key
    journal.keep(known());
    return "watches "
        + now.size()
        + (now.size() == 1 ? " path" : " paths")
        + (left == 0 ? "" : "; " + left + " more match, and are not watched");
  }

  /// The folders in which something may happen.
  Set<Path> folders() {
    return Set.copyOf(folders);
  }

  /// What is there when a path is watched for the first time is no change, nor is what nobody
  /// watches any more.
  private void begin(NavigableMap<String, Found> now) {
    Globs before = new Globs(watched);
    told.keySet().removeIf(path -> !globs.covers(Path.of(path)));
    now.forEach((path, found) -> {
      if (!before.covers(Path.of(path))) {
        told.put(path, found);
      }
    });
    watched = settings.paths();
  }

  private NavigableMap<String, Found> now() throws IOException {
    NavigableMap<String, Found> now = new TreeMap<>();
    folders.clear();
    globs.bases().stream().filter(Files::isDirectory).forEach(folders::add);
    left = 0;
    for (Path path : globs.find(true)) {
      if (now.size() >= settings.files() && !told.containsKey(path.toString())) {
        left++;
        continue;
      }
      try {
        Optional<Found> before = Optional.ofNullable(told.get(path.toString()));
        Found found = Found.at(path, before, settings.hash());
        now.put(path.toString(), found);
        if (found.entry().type() == Entry.Type.DIRECTORY) {
          folders.add(path);
        }
        Path parent = path.getParent();
        if (parent != null) {
          folders.add(parent);
        }
      } catch (IOException gone) {
        // since the folder was read; so it is not there
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
      patterns.add(Stored.text(in));
    }
    watched = List.copyOf(patterns);
    for (int count = in.readInt(); count > 0; count--) {
      told.put(Stored.text(in), Found.read(in));
    }
  }

  private byte[] known() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(all);
    out.writeInt(watched.size());
    for (String pattern : watched) {
      Stored.text(out, pattern);
    }
    out.writeInt(told.size());
    for (Map.Entry<String, Found> each : told.entrySet()) {
      Stored.text(out, each.getKey());
      each.getValue().write(out);
    }
    return all.toByteArray();
  }
}
