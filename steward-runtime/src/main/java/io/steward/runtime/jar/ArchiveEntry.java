package io.steward.runtime.jar;

/// What is known of an entry after it was unpacked once.
///
/// @param name its name, with `/` between folders
/// @param size unpacked, in bytes
/// @param head its first eight bytes, the first of them the highest; zeros where it is shorter
public record ArchiveEntry(String name, long size, long head) {

  private static final long CLASS_FILE = 0xCAFEBABEL;

  /// Whether it begins as a class file does (JVMS 4.1).
  public boolean isClassFile() {
    return head >>> 32 == CLASS_FILE;
  }

  /// The major version of a class file: 65 is Java 21, one more for each later one.
  public int classVersion() {
    return (int) (head & 0xFFFF);
  }
}
