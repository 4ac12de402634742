package io.steward.plugin.filewatch;

import io.steward.api.Description;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/// What is at a path. A directory has no size and no time: they say no more than that something in
/// it has changed, which is told of that.
///
/// @param type what it is
/// @param mode who may do what, as `rw-r-----`; absent where the file system does not know
/// @param owner whose it is; absent where the file system does not know
/// @param size in bytes
/// @param modified when it was written last
/// @param sha256 of all bytes, in hexadecimal; absent when it is large or may not be read
public record FileEntry(
    @Description("What it is.") Type type,
    @Description("Who may do what, as rw-r-----.") Optional<String> mode,
    @Description("Whose it is.") Optional<String> owner,
    @Description("Bytes in it.") Optional<Long> size,
    @Description("When it was written last.") Optional<Instant> modified,
    @Description("The SHA-256 of its bytes, when they are not too many.") Optional<String> sha256) {

  /// What a path may be.
  public enum Type {
    /// A file.
    FILE,
    /// A directory.
    DIRECTORY,
    /// A symbolic link, which is not followed.
    LINK,
    /// A device, a socket, a pipe.
    OTHER
  }

  FileEntry withSha256(Optional<String> value) {
    return new FileEntry(type, mode, owner, size, modified, value);
  }

  /// Whether it may be the other one, under another path.
  boolean isAlike(FileEntry other) {
    return type == other.type && size.equals(other.size) && modified.equals(other.modified);
  }

  void write(DataOutput out) throws IOException {
    JournalCodec.text(out, type.name());
    JournalCodec.maybe(out, mode);
    JournalCodec.maybe(out, owner);
    out.writeBoolean(size.isPresent());
    out.writeLong(size.orElse(0L));
    out.writeBoolean(modified.isPresent());
    JournalCodec.time(out, modified.orElse(Instant.EPOCH));
    JournalCodec.maybe(out, sha256);
  }

  static FileEntry read(DataInput in) throws IOException {
    Type type = JournalCodec.constant(in, Type.class);
    Optional<String> mode = JournalCodec.maybe(in);
    Optional<String> owner = JournalCodec.maybe(in);
    boolean sized = in.readBoolean();
    Optional<Long> size = Optional.of(in.readLong()).filter(bytes -> sized);
    boolean timed = in.readBoolean();
    Optional<Instant> modified = Optional.of(JournalCodec.time(in)).filter(time -> timed);
    return new FileEntry(type, mode, owner, size, modified, JournalCodec.maybe(in));
  }
}
