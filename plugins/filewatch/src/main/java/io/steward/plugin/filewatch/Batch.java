package io.steward.plugin.filewatch;

import io.steward.api.Description;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One event: some lines of a file, or some changes.
///
/// @param stream who counts: a word the source has made up when it first ran
/// @param number counts the events of a stream from 1, without gaps; the same number is the same
///   event, sent once more because nobody knew whether it had been
/// @param path which file the lines are from; absent for changes
/// @param lines in the order in which they stand in the file
/// @param changes in the order of their paths
public record Batch(
    @Description("Who counts: a word the source made up when it first ran.") String stream,
    @Description("The number of the event in its stream, from 1; the same is the same event.")
        long number,
    @Description("Which file the lines are from.") Optional<String> path,
    @Description("Lines, in the order in which they stand in the file.") List<FileLine> lines,
    @Description("Changes of files, in the order of their paths.") List<Change> changes) {

  /// @throws IllegalArgumentException when the stream is not one word
  public Batch {
    if (!stream.matches("[A-Za-z0-9_-]{1,64}")) {
      throw new IllegalArgumentException(
          "stream is a word of letters, digits, - and _, 64 at most");
    }
  }

  /// What no other event has.
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
