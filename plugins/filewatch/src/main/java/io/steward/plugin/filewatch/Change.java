package io.steward.plugin.filewatch;

import io.steward.api.Description;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/// What has become of a path.
///
/// @param kind what has happened
/// @param path where
/// @param from where it was before it was moved
/// @param noticed when the source saw it, by the node's clock; it happened earlier
/// @param entry what is there now; absent when it was deleted
public record Change(
    @Description("What has happened.") Kind kind,
    @Description("Where.") String path,
    @Description("Where it was before it was moved.") Optional<String> from,
    @Description("When it was noticed, by the node's clock.") Instant noticed,
    @Description("What is there now; absent when it was deleted.") Optional<FileEntry> entry) {

  /// What may happen to a path.
  public enum Kind {
    /// There was nothing.
    CREATED,
    /// It is not what it was.
    MODIFIED,
    /// It had another path.
    MOVED,
    /// There is nothing any more.
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
