package io.steward.plugin.filetransfer;

import io.steward.api.PositionStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How much of a file has been downloaded, so that it can be resumed: a position of the binding.
/// The number may be too low, but never too high.
///
/// @param positions of the binding
/// @param key of the position
/// @param target the file being downloaded
record DownloadJournal(PositionStore positions, String key, Path target) {

  private static final int KEY_LENGTH = 24;

  /// What the position says, as `BYTES MILLIS PATH`.
  ///
  /// @param bytes how many are durable
  /// @param at when that was recorded
  /// @param target the file being downloaded
  private record Entry(long bytes, Instant at, Path target) {

    static Entry parse(byte[] value) {
      String[] words = new String(value, StandardCharsets.UTF_8).split(" ", 3);
      return new Entry(
          Long.parseLong(words[0]),
          Instant.ofEpochMilli(Long.parseLong(words[1])),
          Path.of(words[2]));
    }

    byte[] value() {
      return (bytes + " " + at.toEpochMilli() + " " + target).getBytes(StandardCharsets.UTF_8);
    }
  }

  /// The journal of a file with this hash.
  static DownloadJournal of(PositionStore positions, Path target, String sha256) {
    byte[] name = (target + "\n" + sha256).getBytes(StandardCharsets.UTF_8);
    Sha256 digest = new Sha256();
    digest.add(name, 0, name.length);
    return new DownloadJournal(positions, digest.hex().substring(0, KEY_LENGTH), target);
  }

  /// The journals last written before a time.
  static List<DownloadJournal> before(Instant time, PositionStore positions) throws IOException {
    List<DownloadJournal> journals = new ArrayList<>();
    for (String key : positions.keys()) {
      Optional<Entry> entry = positions.find(key).map(Entry::parse);
      if (entry.isPresent() && entry.get().at().isBefore(time)) {
        journals.add(new DownloadJournal(positions, key, entry.get().target()));
      }
    }
    return journals;
  }

  /// The temporary name of the file, in its final folder.
  Path part() {
    return Path.of(".steward-" + key + ".part");
  }

  /// How many bytes are known to be durable.
  long bytes() throws IOException {
    return positions.find(key).map(value -> Entry.parse(value).bytes()).orElse(0L);
  }

  /// Records how many bytes are durable. Returns when the record is durable, too.
  void write(long bytes) throws IOException {
    write(bytes, Instant.now());
  }

  void write(long bytes, Instant at) throws IOException {
    positions.put(key, new Entry(bytes, at, target).value());
  }

  void delete() throws IOException {
    positions.remove(key);
  }
}
