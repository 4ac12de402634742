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

/// Follows files, and sends new lines.
final class LineWatch implements AutoCloseable {

  private final FileWatch settings;
  private final Globs globs;
  private final LineFilter lineFilter;
  private final SourceJournal sourceJournal;
  private final Map<String, FollowedFile> tails = new LinkedHashMap<>();
  private List<String> watched = List.of();
  private boolean first = true;
  private int left;
  private long looked;

  LineWatch(FileWatch settings, SourceContext context) throws IOException, InterruptedException {
    this.settings = settings;
    globs = new Globs(settings.paths());
    lineFilter = LineFilter.of(settings.match(), settings.except());
    sourceJournal = SourceJournal.open(context, "lines");
    recall(sourceJournal.known());
  }

  /// Checks the files once, and sends new lines.
  ///
  /// @return the status, in one line
  String look() throws IOException, InterruptedException {
    if (first
        || System.nanoTime() - looked > settings.look().toNanos()
        || tails.values().stream()
            .anyMatch(followedFile -> !followedFile.isMeant() || !followedFile.place().isThere())) {
      find();
    }
    for (Iterator<FollowedFile> each = tails.values().iterator(); each.hasNext(); ) {
      FollowedFile followedFile = each.next();
      boolean over = followedFile.isOver(settings.look());
      send(followedFile, over);
      if (over) {
        followedFile.close();
        each.remove();
      }
    }
    sourceJournal.keep(known());
    return "following "
        + tails.size()
        + (tails.size() == 1 ? " file" : " files")
        + (left == 0 ? "" : "; " + left + " more match but are not followed");
  }

  private void send(FollowedFile followedFile, boolean last)
      throws IOException, InterruptedException {
    while (true) {
      List<FileLine> lines =
          followedFile.read(lineFilter, settings.batch(), settings.longest(), last);
      if (lines.isEmpty()) {
        return;
      }
      sourceJournal.send(
          Optional.of(followedFile.place().path().toString()), lines, List.of(), known());
    }
  }

  /// Lists the matching files, and updates the paths of followed files.
  private void find() throws IOException {
    looked = System.nanoTime();
    left = 0;
    Map<String, Path> there = new LinkedHashMap<>();
    for (Path path : globs.find(false)) {
      if (Files.isRegularFile(path) && Files.isReadable(path)) {
        key(path).ifPresent(key -> there.putIfAbsent(key, path));
      }
    }
    for (FollowedFile followedFile : tails.values()) {
      Path meant = there.remove(followedFile.place().key());
      if (meant != null) {
        followedFile.found(meant, true);
      } else {
        followedFile.found(
            elsewhere(followedFile.place()).orElse(followedFile.place().path()), false);
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

  /// Follows a new file. A file that existed before the source ran first begins where the settings
  /// say; any other has appeared meanwhile, and is read from its beginning.
  private void follow(String key, Path path, Globs before) throws IOException {
    Optional<FollowedFile> opened = open(ReadPosition.beginning(key, path));
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
      patterns.add(JournalCodec.text(in));
    }
    watched = List.copyOf(patterns);
    for (int count = in.readInt(); count > 0; count--) {
      ReadPosition readPosition = ReadPosition.read(in);
      Optional<FollowedFile> tail = reopen(readPosition);
      if (tail.isPresent()) {
        tails.put(tail.get().place().key(), tail.get());
      }
    }
  }

  /// Finds a file at its last path, or under another name in that folder, or, if the file system
  /// renumbers its files, under the same name with the same beginning.
  private static Optional<FollowedFile> reopen(ReadPosition readPosition) throws IOException {
    if (readPosition.isThere()) {
      return open(readPosition);
    }
    Optional<Path> elsewhere = elsewhere(readPosition);
    if (elsewhere.isPresent()) {
      return open(readPosition.at(elsewhere.get()));
    }
    Optional<String> key = key(readPosition.path());
    Optional<FollowedFile> renumbered =
        key.isPresent() ? open(readPosition.as(key.get())) : Optional.empty();
    if (renumbered.isPresent() && !renumbered.get().isWhatWasLeft()) {
      renumbered.get().close();
      return Optional.empty();
    }
    return renumbered;
  }

  private static Optional<Path> elsewhere(ReadPosition readPosition) throws IOException {
    if (readPosition.isThere()) {
      return Optional.of(readPosition.path());
    }
    Path folder = readPosition.path().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path each : all) {
        if (key(each).filter(readPosition.key()::equals).isPresent() && Files.isRegularFile(each)) {
          return Optional.of(each);
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<FollowedFile> open(ReadPosition readPosition) {
    try {
      return Optional.of(FollowedFile.open(readPosition));
    } catch (IOException gone) {
      return Optional.empty(); // it is searched again next time
    }
  }

  private static Optional<String> key(Path path) {
    try {
      return Optional.of(ReadPosition.key(path));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  private byte[] known() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(all);
    out.writeInt(watched.size());
    for (String pattern : watched) {
      JournalCodec.text(out, pattern);
    }
    out.writeInt(tails.size());
    for (FollowedFile followedFile : tails.values()) {
      followedFile.place().write(out);
    }
    return all.toByteArray();
  }

  @Override
  public void close() throws IOException {
    for (FollowedFile followedFile : tails.values()) {
      followedFile.close();
    }
  }
}
