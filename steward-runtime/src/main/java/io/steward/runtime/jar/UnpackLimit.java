package io.steward.runtime.jar;

/// How much a jar and those nested in it may come to, together. To be used by one thread.
public final class UnpackLimit {

  /// How large a jar may be as it lies there, in bytes.
  public static final long LARGEST_JAR = 256L << 20;

  private static final int MOST_ENTRIES = 65_000;
  private static final long LARGEST_ENTRY = 256L << 20;
  private static final long MOST_UNPACKED = 1L << 30;

  /// What Java reads into memory as a whole.
  private static final long LARGEST_META = 8L << 20;

  /// Text and code come to a tenth; below a size, a file of blanks does no harm.
  private static final long HIGHEST_RATIO = 200;

  private static final long HARMLESS = 1L << 20;

  private int entries;
  private long unpacked;

  /// Everything that may be.
  public UnpackLimit() {}

  /// Takes what a jar says it has, before any of it is unpacked.
  void take(Iterable<CentralDirectoryEntry> heads) throws InvalidJarException {
    for (CentralDirectoryEntry head : heads) {
      entries++;
      if (entries > MOST_ENTRIES) {
        throw new InvalidJarException("it has more than " + MOST_ENTRIES + " entries");
      }
      take(head);
    }
  }

  private void take(CentralDirectoryEntry head) throws InvalidJarException {
    long size = head.size();
    unpacked += size;
    if (size > LARGEST_ENTRY) {
      throw new InvalidJarException(head.quoted() + " unpacks to more than 256 MiB");
    }
    if (head.name().startsWith("META-INF/") && size > LARGEST_META) {
      throw new InvalidJarException(head.quoted() + " unpacks to more than 8 MiB");
    }
    if (unpacked > MOST_UNPACKED) {
      throw new InvalidJarException("it unpacks to more than 1 GiB");
    }
    if (size > HARMLESS && size / Math.max(1, head.packed()) > HIGHEST_RATIO) {
      throw new InvalidJarException(
          head.quoted()
              + " unpacks to "
              + size / Math.max(1, head.packed())
              + " times its size, as a zip bomb does");
    }
  }
}
