package io.steward.runtime.jar;

/// An archive entry that was unpacked once and verified.
///
/// @param name its name, with `/` as the separator
/// @param size its unpacked size in bytes
/// @param head its first eight bytes in big-endian order, padded with zeros if it is shorter
public record ArchiveEntry(String name, long size, long head) {

  private static final long CLASS_FILE = 0xCAFEBABEL;

  /// Whether it starts with the magic number of class files (JVMS 4.1).
  public boolean isClassFile() {
    return head >>> 32 == CLASS_FILE;
  }

  /// The major version of a class file: 65 for Java 21, and one more for each later release.
  public int classVersion() {
    return (int) (head & 0xFFFF);
  }
}
