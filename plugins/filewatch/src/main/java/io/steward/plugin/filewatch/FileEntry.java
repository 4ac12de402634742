package io.steward.plugin.filewatch;

import io.steward.api.Description;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/// The properties of a path. A directory has no size and no time: those change only with its
/// entries, whose changes are sent themselves.
///
/// @param type of the path
/// @param mode permissions, such as `rw-r-----`; absent if the file system has none
/// @param owner name of the user; absent if the file system has none
/// @param size in bytes
/// @param modified time of the last modification
/// @param sha256 of all bytes, in hex; absent when the file is too large or not readable
public record FileEntry(
    @Description("The type of the path.") Type type,
    @Description("The permissions, such as rw-r-----.") Optional<String> mode,
    @Description("The owner.") Optional<String> owner,
    @Description("The size in bytes.") Optional<Long> size,
    @Description("When it was last modified.") Optional<Instant> modified,
    @Description("The SHA-256 of its bytes, unless it is too large.") Optional<String> sha256) {

  /// The types of paths.
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

  /// Whether it may be the same file as the other.
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
