package io.steward.runtime.jar;

/// Stops zip bombs: limits the size to which a jar and the jars nested in it may unpack, together.
/// For use by one thread.
public final class UnpackLimit {

  /// The maximum size of a jar file, in bytes.
  public static final long MAX_JAR_BYTES = 256L << 20;

  private static final int MAX_ENTRIES = 65_000;
  private static final long MAX_ENTRY_BYTES = 256L << 20;
  private static final long MAX_UNPACKED_BYTES = 1L << 30;

  /// Java reads these entries into memory as a whole.
  private static final long MAX_META_INF_BYTES = 8L << 20;

  /// Text and code compress to about a tenth. A small file of blanks exceeds the ratio but does no
  /// harm, so small entries are exempt.
  private static final long MAX_RATIO = 200;

  private static final long RATIO_EXEMPT_BYTES = 1L << 20;

  private int entries;
  private long unpacked;

  /// The full limit, with nothing counted yet.
  public UnpackLimit() {}

  /// Counts the entries that a jar declares, before any is unpacked.
  void add(Iterable<CentralDirectoryEntry> directory) throws InvalidJarException {
    for (CentralDirectoryEntry entry : directory) {
      entries++;
      if (entries > MAX_ENTRIES) {
        throw new InvalidJarException("it has more than " + MAX_ENTRIES + " entries");
      }
      add(entry);
    }
  }

  private void add(CentralDirectoryEntry entry) throws InvalidJarException {
    long size = entry.size();
    unpacked += size;
    if (size > MAX_ENTRY_BYTES) {
      throw new InvalidJarException(entry.quoted() + " unpacks to more than 256 MiB");
    }
    if (entry.name().startsWith("META-INF/") && size > MAX_META_INF_BYTES) {
      throw new InvalidJarException(entry.quoted() + " unpacks to more than 8 MiB");
    }
    if (unpacked > MAX_UNPACKED_BYTES) {
      throw new InvalidJarException("it unpacks to more than 1 GiB");
    }
    if (size > RATIO_EXEMPT_BYTES && size / Math.max(1, entry.compressedSize()) > MAX_RATIO) {
      throw new InvalidJarException(
          entry.quoted()
              + " unpacks to "
              + size / Math.max(1, entry.compressedSize())
              + " times its size, like a zip bomb");
    }
  }
}
