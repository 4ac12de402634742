package io.steward.runtime.jar;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Checks that a jar is undamaged, within limits, and readable in only one way.
public final class UnambiguousArchive {

  private UnambiguousArchive() {}

  /// Verifies every byte of a jar. The file must not change meanwhile.
  ///
  /// @param unpackLimit the limit on its unpacked size; a nested jar shares that of its outer jar
  /// @return its entries, in the order of the file
  /// @throws InvalidJarException if it is damaged, ambiguous or too large
  /// @throws IOException if it cannot be read
  public static List<ArchiveEntry> check(Path jar, UnpackLimit unpackLimit)
      throws InvalidJarException, IOException {
    try (FileChannel channel = FileChannel.open(jar);
        Arena arena = Arena.ofConfined()) {
      long size = channel.size();
      if (size > UnpackLimit.MAX_JAR_BYTES) {
        throw new InvalidJarException("it is larger than 256 MiB");
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
    List<CentralDirectoryEntry> directoryEntries = new CentralDirectory(bytes, end).read();
    EntryNameRules.check(directoryEntries);
    List<LocalHeaders.LocatedEntry> located =
        new LocalHeaders(bytes).match(directoryEntries, end.directory());
    unpackLimit.add(directoryEntries);
    List<ArchiveEntry> entries = new ArrayList<>();
    try (EntryVerifier verifier = new EntryVerifier(bytes)) {
      for (LocalHeaders.LocatedEntry each : located) {
        entries.add(verifier.verify(each));
      }
    }
    return entries;
  }
}
