package io.steward.plugin.errorlog;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// How much of its node's log a source has sent. The position is valid for one run of the node
/// only, as are the numbers of entries, so it need not survive a crash.
///
/// @param run the run of the node
/// @param number of the last entry that an event covered
record LogPosition(String run, long number) {

  /// Reads the position of a run; the beginning of the run when there is none.
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

  /// Writes the position, by a stream that no interrupt closes: an event would be sent twice.
  void write(Path file) throws IOException {
    try (OutputStream out = new FileOutputStream(file.toFile())) {
      out.write((run + " " + number + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }
}
