package io.steward.plugin.errorlog;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// How far a source has told its node's log. It counts for one run of the node alone, as do the
/// numbers of entries, so it need not outlive a crash.
///
/// @param run of the node
/// @param number of the last entry that an event was about
record LogPosition(String run, long number) {

  /// Reads the position of a run; its beginning when there is none.
  static LogPosition read(Path file, String run) throws IOException {
    if (Files.exists(file)) {
      List<String> words = List.of(Files.readString(file).strip().split(" ", -1));
      if (words.size() == 2
          && words.getFirst().equals(run)
          && words.getLast().matches("\\d{1,18}")) {
        return new LogPosition(run, Long.parseLong(words.getLast()));
      }
    }
    return new LogPosition(run, 0);
  }

  /// Writes it, by a stream that no interrupt closes: what was sent just now would be told again.
  void write(Path file) throws IOException {
    try (OutputStream out = new FileOutputStream(file.toFile())) {
      out.write((run + " " + number + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }
}
