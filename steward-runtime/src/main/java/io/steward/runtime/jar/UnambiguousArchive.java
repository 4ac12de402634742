package io.steward.runtime.jar;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A jar that can be read in one way only.
public final class UnambiguousArchive {

  private UnambiguousArchive() {}

  /// Reads all of a jar, and believes nothing of it. It must not change meanwhile.
  ///
  /// @param unpackLimit what it may come to; a nested jar's is that of the jar it is in
  /// @return its entries, in the order of the file
  /// @throws InvalidJarException when it cannot be relied on
  /// @throws IOException when it cannot be read
  public static List<ArchiveEntry> check(Path jar, UnpackLimit unpackLimit)
      throws InvalidJarException, IOException {
    try (FileChannel channel = FileChannel.open(jar);
        Arena arena = Arena.ofConfined()) {
      long size = channel.size();
      if (size > UnpackLimit.MAX_JAR_BYTES) {
        throw new InvalidJarException("it has more than 256 MiB");
      }
      ByteBuffer bytes =
          channel
              .map(FileChannel.MapMode.READ_ONLY, 0, size, arena)
              .asByteBuffer()
              .order(ByteOrder.LITTLE_ENDIAN);
      return check(bytes, unpackLimit);
    }
  }

  private static List<ArchiveEntry> check(ByteBuffer bytes, UnpackLimit unpackLimit)
      throws InvalidJarException {
    EndOfCentralDirectory end = EndOfCentralDirectory.find(bytes);
    List<CentralDirectoryEntry> heads = new CentralDirectory(bytes, end).read();
    EntryNameRules.check(heads);
    List<LocalHeaders.LocatedEntry> placed = new LocalHeaders(bytes).match(heads, end.directory());
    unpackLimit.add(heads);
    List<ArchiveEntry> entries = new ArrayList<>();
    try (EntryVerifier entryVerifier = new EntryVerifier(bytes)) {
      for (LocalHeaders.LocatedEntry each : placed) {
        entries.add(entryVerifier.verify(each));
      }
    }
    return entries;
  }
}
