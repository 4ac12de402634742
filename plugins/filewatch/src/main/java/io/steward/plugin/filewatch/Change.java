package io.steward.plugin.filewatch;

import io.steward.api.Description;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/// A change of a path.
///
/// @param kind of change
/// @param path the path
/// @param from the path before a move
/// @param noticed when the source detected it, by the node's clock; it happened earlier
/// @param entry the properties after the change; absent when the path was deleted
public record Change(
    @Description("The kind of change.") Kind kind,
    @Description("The path.") String path,
    @Description("The path before a move.") Optional<String> from,
    @Description("When it was detected, by the node's clock.") Instant noticed,
    @Description("The properties after the change; absent when deleted.")
        Optional<FileEntry> entry) {

  /// The kinds of change.
  public enum Kind {
    /// The path did not exist before.
    CREATED,
    /// Its properties have changed.
    MODIFIED,
    /// It had another path before.
    MOVED,
    /// The path no longer exists.
    DELETED
  }

  void write(DataOutput out) throws IOException {
    JournalCodec.text(out, kind.name());
    JournalCodec.text(out, path);
    JournalCodec.maybe(out, from);
    JournalCodec.time(out, noticed);
    out.writeBoolean(entry.isPresent());
    if (entry.isPresent()) {
      entry.get().write(out);
    }
  }

  static Change read(DataInput in) throws IOException {
    Kind kind = JournalCodec.constant(in, Kind.class);
    String path = JournalCodec.text(in);
    Optional<String> from = JournalCodec.maybe(in);
    Instant noticed = JournalCodec.time(in);
    Optional<FileEntry> entry =
        in.readBoolean() ? Optional.of(FileEntry.read(in)) : Optional.empty();
    return new Change(kind, path, from, noticed, entry);
  }
}
