package io.steward.plugin.filewatch;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.zip.CRC32;

/// Fingerprint of a file's beginning. It tells files apart: file systems reuse the inode of a
/// deleted file, and a truncated file may have grown past the position read.
///
/// @param length how many bytes it covers
/// @param sum their CRC-32
record FileFingerprint(int length, long sum) {

  static final FileFingerprint NONE = new FileFingerprint(0, 0);
  private static final int MAX_LENGTH = 1024;

  /// The fingerprint of a file that has been read up to an offset.
  FileFingerprint upTo(RandomAccessFile file, long known) throws IOException {
    int longer = (int) Math.min(known, MAX_LENGTH);
    return longer == length ? this : of(file, longer);
  }

  boolean isOf(RandomAccessFile file) throws IOException {
    return file.length() >= length && of(file, length).equals(this);
  }

  private static FileFingerprint of(RandomAccessFile file, int length) throws IOException {
    byte[] bytes = new byte[length];
    file.seek(0);
    file.readFully(bytes);
    CRC32 sum = new CRC32();
    sum.update(bytes);
    return new FileFingerprint(length, sum.getValue());
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(length);
    out.writeLong(sum);
  }

  static FileFingerprint read(DataInput in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > MAX_LENGTH) {
      throw new IOException("impossible fingerprint length " + length);
    }
    return new FileFingerprint(length, in.readLong());
  }
}
