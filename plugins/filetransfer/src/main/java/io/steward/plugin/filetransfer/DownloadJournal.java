package io.steward.plugin.filetransfer;

import io.steward.durable.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// How much of a file has been downloaded, so that it can be resumed: a small file in the binding's
/// own folder with `BYTES PATH`. The number may be too low, but never too high.
///
/// @param file of the journal
/// @param target the file being downloaded
record DownloadJournal(Path file, Path target) {

  private static final String SUFFIX = ".journal";
  private static final int KEY = 24;

  /// The journal of a file with this hash.
  static DownloadJournal of(Path folder, Path target, String sha256) {
    byte[] key = (target + "\n" + sha256).getBytes(StandardCharsets.UTF_8);
    Sha256 digest = new Sha256();
    digest.add(key, 0, key.length);
    return new DownloadJournal(folder.resolve(digest.hex().substring(0, KEY) + SUFFIX), target);
  }

  /// The journals last written before a time.
  static List<DownloadJournal> before(Instant time, Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(each -> each.toString().endsWith(SUFFIX))
          .filter(each -> isBefore(each, time))
          .flatMap(each -> read(each).stream())
          .toList();
    }
  }

  private static boolean isBefore(Path file, Instant time) {
    try {
      return Files.getLastModifiedTime(file).toInstant().isBefore(time);
    } catch (IOException gone) {
      return false;
    }
  }

  private static Optional<DownloadJournal> read(Path file) {
    try {
      String[] words = Files.readString(file).strip().split(" ", 2);
      return words.length == 2
          ? Optional.of(new DownloadJournal(file, Path.of(words[1])))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The temporary name of the file, in its final folder.
  Path part() {
    String name = file.getFileName().toString();
    return Path.of(".steward-" + name.substring(0, name.length() - SUFFIX.length()) + ".part");
  }

  /// How many bytes are known to be durable.
  long bytes() throws IOException {
    if (!Files.exists(file)) {
      return 0;
    }
    String[] words = Files.readString(file).strip().split(" ", 2);
    return words[0].matches("\\d{1,18}") ? Long.parseLong(words[0]) : 0;
  }

  /// Records how many bytes are durable. Returns when the record is durable, too.
  void write(long bytes) throws IOException {
    new AtomicFile(file).write((bytes + " " + target + "\n").getBytes(StandardCharsets.UTF_8));
  }

  void delete() throws IOException {
    Files.deleteIfExists(file);
  }
}
