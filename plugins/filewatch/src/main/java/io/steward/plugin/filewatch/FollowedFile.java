package io.steward.plugin.filewatch;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A followed file. It is held open, so that it is read to its end after it has been renamed or
/// deleted.
final class FollowedFile implements Closeable {

  /// Maximum size of an event, so that it needs no large body; quotes may double it.
  private static final int LARGEST = 256 * 1024;

  private static final int CHUNK = 128 * 1024;

  private final RandomAccessFile file;
  private ReadPosition readPosition;
  private boolean meant = true;
  private long active = System.nanoTime();

  private FollowedFile(RandomAccessFile file, ReadPosition readPosition) {
    this.file = file;
    this.readPosition = readPosition;
  }

  /// Opens a file at a read position.
  ///
  /// @throws IOException when it does not exist, or is not readable
  static FollowedFile open(ReadPosition readPosition) throws IOException {
    RandomAccessFile file = new RandomAccessFile(readPosition.path().toFile(), "r");
    if (readPosition.isThere()) {
      return new FollowedFile(file, readPosition);
    }
    file.close();
    throw new NoSuchFileException(readPosition.path().toString());
  }

  ReadPosition place() {
    return readPosition;
  }

  /// Updates the path.
  ///
  /// @param wanted whether the new path matches
  void found(Path path, boolean wanted) {
    if (meant && !wanted) {
      active = System.nanoTime();
    }
    meant = wanted;
    readPosition = readPosition.at(path);
  }

  /// Whether its path no longer matches, and it has had no new data for this long.
  boolean isOver(Duration quiet) {
    return !meant && System.nanoTime() - active > quiet.toNanos();
  }

  /// Whether its path matches.
  boolean isMeant() {
    return meant;
  }

  /// Skips everything it contains now.
  void skipAll() throws IOException {
    long end = file.length();
    readPosition = readPosition.to(end, false, FileFingerprint.NONE.upTo(file, end));
  }

  /// Whether it is the file that was read before, although its key has changed.
  boolean isWhatWasLeft() throws IOException {
    return readPosition.offset() > 0
        && file.length() >= readPosition.offset()
        && readPosition.head().isOf(file);
  }

  /// Reads new lines.
  ///
  /// @param most the maximum number of lines
  /// @param longest the maximum number of bytes kept per line
  /// @param last whether nothing more will be written, so that an unterminated line is complete
  /// @return lines that pass the filter; empty when the end of the file was reached
  List<FileLine> read(LineFilter lineFilter, int most, int longest, boolean last)
      throws IOException {
    if (file.length() == readPosition.offset()) {
      return List.of();
    }
    if (file.length() < readPosition.offset() || !readPosition.head().isOf(file)) {
      readPosition =
          ReadPosition.beginning(
              readPosition.key(), readPosition.path()); // it was truncated, or replaced
    }
    Reading reading = new Reading(lineFilter, most, longest, last);
    byte[] chunk = new byte[CHUNK];
    while (!reading.isFull()) {
      int length = fill(chunk);
      int used = reading.take(chunk, length);
      if (used == 0) {
        break;
      }
      active = System.nanoTime();
      long next = readPosition.offset() + used;
      readPosition = readPosition.to(next, reading.skipping, readPosition.head().upTo(file, next));
    }
    return reading.lines;
  }

  private int fill(byte[] chunk) throws IOException {
    file.seek(readPosition.offset());
    int length = 0;
    while (length < chunk.length) {
      int more = file.read(chunk, length, chunk.length - length);
      if (more < 0) {
        break;
      }
      length += more;
    }
    return length;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /// Splits bytes into lines.
  private final class Reading {
    private final LineFilter lineFilter;
    private final int most;
    private final int longest;
    private final boolean last;
    private final List<FileLine> lines = new ArrayList<>();
    private boolean skipping = readPosition.skipping();
    private long size;

    Reading(LineFilter lineFilter, int most, int longest, boolean last) {
      this.lineFilter = lineFilter;
      this.most = most;
      this.longest = longest;
      this.last = last;
    }

    boolean isFull() {
      return lines.size() >= most || size >= LARGEST;
    }

    /// Consumes the bytes of complete lines, and returns their number.
    int take(byte[] chunk, int length) {
      int at = 0;
      while (at < length && !isFull()) {
        int end = at;
        while (end < length && chunk[end] != '\n') {
          end++;
        }
        boolean ended = end < length;
        if (skipping) {
          skipping = !ended;
        } else if (end - at > longest) {
          add(ByteBuffer.wrap(chunk, at, longest), true);
          skipping = !ended;
        } else if (ended || (last && length < chunk.length)) {
          add(ByteBuffer.wrap(chunk, at, end - at), false);
        } else {
          break;
        }
        at = ended ? end + 1 : end;
      }
      return at;
    }

    private void add(ByteBuffer bytes, boolean cut) {
      FileLine fileLine = FileLine.of(bytes.slice(), cut);
      if (lineFilter.tell(fileLine.text())) {
        lines.add(fileLine);
        size += bytes.remaining();
      }
    }
  }
}
