package io.steward.runtime.jar;

/// How much a jar and those nested in it may come to, together. To be used by one thread.
public final class UnpackLimit {

  /// How large a jar may be as it lies there, in bytes.
  public static final long MAX_JAR_BYTES = 256L << 20;

  private static final int MAX_ENTRIES = 65_000;
  private static final long MAX_ENTRY_BYTES = 256L << 20;
  private static final long MAX_UNPACKED_BYTES = 1L << 30;

  /// What Java reads into memory as a whole.
  private static final long MAX_META_INF_BYTES = 8L << 20;

  /// Text and code come to a tenth; below a size, a file of blanks does no harm.
  private static final long MAX_RATIO = 200;

  private static final long RATIO_EXEMPT_BYTES = 1L << 20;

  private int entries;
  private long unpacked;

  /// Everything that may be.
  public UnpackLimit() {}

  /// Takes what a jar says it has, before any of it is unpacked.
  void add(Iterable<CentralDirectoryEntry> heads) throws InvalidJarException {
    for (CentralDirectoryEntry head : heads) {
      entries++;
      if (entries > MAX_ENTRIES) {
        throw new InvalidJarException("it has more than " + MAX_ENTRIES + " entries");
      }
      add(head);
    }
  }

  private void add(CentralDirectoryEntry head) throws InvalidJarException {
    long size = head.size();
    unpacked += size;
    if (size > MAX_ENTRY_BYTES) {
      throw new InvalidJarException(head.quoted() + " unpacks to more than 256 MiB");
    }
    if (head.name().startsWith("META-INF/") && size > MAX_META_INF_BYTES) {
      throw new InvalidJarException(head.quoted() + " unpacks to more than 8 MiB");
    }
    if (unpacked > MAX_UNPACKED_BYTES) {
      throw new InvalidJarException("it unpacks to more than 1 GiB");
    }
    if (size > RATIO_EXEMPT_BYTES && size / Math.max(1, head.compressedSize()) > MAX_RATIO) {
      throw new InvalidJarException(
          head.quoted()
              + " unpacks to "
              + size / Math.max(1, head.compressedSize())
              + " times its size, as a zip bomb does");
    }
  }
}
