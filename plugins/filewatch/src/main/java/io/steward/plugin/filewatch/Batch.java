package io.steward.plugin.filewatch;

import io.steward.api.Description;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One event: lines of a file, or changes.
///
/// @param stream identifies the numbering: a word the source chose at its first run
/// @param number of the event in its stream, from 1, without gaps; the same number means the same
///   event, sent again because the source did not know whether it had been sent
/// @param path the file of the lines; absent for changes
/// @param lines in the order of the file
/// @param changes in the order of their paths
public record Batch(
    @Description("Identifies the numbering; chosen by the source at its first run.") String stream,
    @Description(
            "The number of the event in its stream, from 1; the same number is the same event.")
        long number,
    @Description("The file of the lines.") Optional<String> path,
    @Description("Lines, in the order of the file.") List<FileLine> lines,
    @Description("Changes of files, in the order of their paths.") List<Change> changes) {

  /// @throws IllegalArgumentException when the stream is malformed
  public Batch {
    if (!stream.matches("[A-Za-z0-9_-]{1,64}")) {
      throw new IllegalArgumentException(
          "stream must be a word of at most 64 letters, digits, - and _");
    }
  }

  /// Identifies the event among all events.
  String id() {
    return stream + ":" + number;
  }

  void write(DataOutput out) throws IOException {
    JournalCodec.text(out, stream);
    out.writeLong(number);
    JournalCodec.maybe(out, path);
    out.writeInt(lines.size());
    for (FileLine fileLine : lines) {
      fileLine.write(out);
    }
    out.writeInt(changes.size());
    for (Change change : changes) {
      change.write(out);
    }
  }

  static Batch read(DataInput in) throws IOException {
    String stream = JournalCodec.text(in);
    long number = in.readLong();
    Optional<String> path = JournalCodec.maybe(in);
    List<FileLine> lines = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      lines.add(FileLine.read(in));
    }
    List<Change> changes = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      changes.add(Change.read(in));
    }
    return new Batch(stream, number, path, lines, changes);
  }
}
