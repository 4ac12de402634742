package io.steward.plugin.filewatch;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.zip.CRC32;

/// How a file begins, by which it is known to be the same: file systems give the number of a file
/// that is gone to the next one, and a file that was emptied may have grown past where it was read.
///
/// @param length how many bytes are meant
/// @param sum their CRC-32
record FileFingerprint(int length, long sum) {

  static final FileFingerprint NONE = new FileFingerprint(0, 0);
  private static final int MOST = 1024;

  /// The head of a file that is known up to there.
  FileFingerprint upTo(RandomAccessFile file, long known) throws IOException {
    int now = (int) Math.min(known, MOST);
    return now == length ? this : of(file, now);
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
    if (length < 0 || length > MOST) {
      throw new IOException("a head of " + length + " bytes cannot be");
    }
    return new FileFingerprint(length, in.readLong());
  }
}
