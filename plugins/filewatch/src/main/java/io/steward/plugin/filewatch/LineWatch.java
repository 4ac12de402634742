package io.steward.plugin.filewatch;

import io.steward.api.SourceContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Follows files, and sends their lines.
final class LineWatch implements AutoCloseable {

  private final FileWatch settings;
  private final Globs globs;
  private final Rules rules;
  private final Journal journal;
  private final Map<String, Tail> tails = new LinkedHashMap<>();
  private List<String> watched = List.of();
  private boolean first = true;
  private int left;
  private long looked;

  LineWatch(FileWatch settings, SourceContext context) throws IOException, InterruptedException {
    this.settings = settings;
    globs = new Globs(settings.paths());
    rules = Rules.of(settings.match(), settings.except());
    journal = Journal.open(context, "lines");
    recall(journal.known());
  }

  /// Looks once, and sends what has come.
  ///
  /// @return how it is, in a line
  String look() throws IOException, InterruptedException {
    if (first
        || System.nanoTime() - looked > settings.look().toNanos()
        || tails.values().stream().anyMatch(tail -> !tail.isMeant() || !tail.place().isThere())) {
      find();
    }
    for (Iterator<Tail> each = tails.values().iterator(); each.hasNext(); ) {
      Tail tail = each.next();
      boolean over = tail.isOver(settings.look());
      send(tail, over);
      if (over) {
        tail.close();
        each.remove();
      }
    }
    journal.keep(known());
    return "follows "
        + tails.size()
        + (tails.size() == 1 ? " file" : " files")
        + (left == 0 ? "" : "; " + left + " more match, and are not followed");
  }

  private void send(Tail tail, boolean last) throws IOException, InterruptedException {
    while (true) {
      List<Line> lines = tail.read(rules, settings.batch(), settings.longest(), last);
      if (lines.isEmpty()) {
        return;
      }
      journal.send(Optional.of(tail.place().path().toString()), lines, List.of(), known());
    }
  }

  /// Finds out which files there are, and what those are called now that are followed.
  private void find() throws IOException {
    looked = System.nanoTime();
    left = 0;
    Map<String, Path> there = new LinkedHashMap<>();
    for (Path path : globs.find(false)) {
      if (Files.isRegularFile(path) && Files.isReadable(path)) {
        key(path).ifPresent(key -> there.putIfAbsent(key, path));
      }
    }
    for (Tail tail : tails.values()) {
      Path meant = there.remove(tail.place().key());
      if (meant != null) {
        tail.found(meant, true);
      } else {
        tail.found(elsewhere(tail.place()).orElse(tail.place().path()), false);
      }
    }
    Globs before = new Globs(watched);
    for (Map.Entry<String, Path> each : there.entrySet()) {
      if (tails.size() < settings.files()) {
        follow(each.getKey(), each.getValue(), before);
      } else {
        left++;
      }
    }
    first = false;
    watched = settings.paths();
  }

  /// Follows a file that is new. One that was there before anybody watched begins where the
  /// settings say; any other has appeared meanwhile, and all of it is new.
  private void follow(String key, Path path, Globs before) throws IOException {
    Optional<Tail> opened = open(Place.beginning(key, path));
    if (opened.isPresent()) {
      if (first && settings.from() == FileWatch.From.END && !before.covers(path)) {
        opened.get().skipAll();
      }
      tails.put(key, opened.get());
    }
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
      Place place = Place.read(in);
      Optional<Tail> tail = reopen(place);
      if (tail.isPresent()) {
        tails.put(tail.get().place().key(), tail.get());
      }
    }
  }

  /// Finds a file where it was left, or under another name in that folder, or, when the file system
  /// numbers its files anew, under the same name with the same beginning.
  private static Optional<Tail> reopen(Place place) throws IOException {
    if (place.isThere()) {
      return open(place);
    }
    Optional<Path> elsewhere = elsewhere(place);
    if (elsewhere.isPresent()) {
      return open(place.at(elsewhere.get()));
    }
    Optional<String> key = key(place.path());
    Optional<Tail> renumbered = key.isPresent() ? open(place.as(key.get())) : Optional.empty();
    if (renumbered.isPresent() && !renumbered.get().isWhatWasLeft()) {
      renumbered.get().close();
      return Optional.empty();
    }
    return renumbered;
  }

  private static Optional<Path> elsewhere(Place place) throws IOException {
    if (place.isThere()) {
      return Optional.of(place.path());
    }
    Path folder = place.path().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path each : all) {
        if (key(each).filter(place.key()::equals).isPresent() && Files.isRegularFile(each)) {
          return Optional.of(each);
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Tail> open(Place place) {
    try {
      return Optional.of(Tail.open(place));
    } catch (IOException gone) {
      return Optional.empty(); // it is looked for again the next time
    }
  }

  private static Optional<String> key(Path path) {
    try {
      return Optional.of(Place.key(path));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  private byte[] known() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(all);
    out.writeInt(watched.size());
    for (String pattern : watched) {
      Stored.text(out, pattern);
    }
    out.writeInt(tails.size());
    for (Tail tail : tails.values()) {
      tail.place().write(out);
    }
    return all.toByteArray();
  }

  @Override
  public void close() throws IOException {
    for (Tail tail : tails.values()) {
      tail.close();
    }
  }
}
