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
public final class Archive {

  private Archive() {}

  /// Reads all of a jar, and believes nothing of it. It must not change meanwhile.
  ///
  /// @param allowance what it may come to; a nested jar's is that of the jar it is in
  /// @return its entries, in the order of the file
  /// @throws UnsoundJarException when it cannot be relied on
  /// @throws IOException when it cannot be read
  public static List<ArchiveEntry> check(Path jar, Allowance allowance)
      throws UnsoundJarException, IOException {
    try (FileChannel channel = FileChannel.open(jar);
        Arena arena = Arena.ofConfined()) {
      long size = channel.size();
      if (size > Allowance.LARGEST_JAR) {
        throw new UnsoundJarException("it has more than 256 MiB");
      }
      ByteBuffer bytes =
          channel
              .map(FileChannel.MapMode.READ_ONLY, 0, size, arena)
              .asByteBuffer()
              .order(ByteOrder.LITTLE_ENDIAN);
      return check(bytes, allowance);
    }
  }

  private static List<ArchiveEntry> check(ByteBuffer bytes, Allowance allowance)
      throws UnsoundJarException {
    ArchiveEnd end = ArchiveEnd.find(bytes);
    List<EntryHead> heads = new Directory(bytes, end).read();
    EntryNames.check(heads);
    List<LocalHeaders.Placed> placed = new LocalHeaders(bytes).match(heads, end.directory());
    allowance.take(heads);
    List<ArchiveEntry> entries = new ArrayList<>();
    try (Unpacking unpacking = new Unpacking(bytes)) {
      for (LocalHeaders.Placed each : placed) {
        entries.add(unpacking.unpack(each));
      }
    }
    return entries;
  }
}
