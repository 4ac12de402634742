package io.steward.durable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.zip.CRC32;

/// The intent next to a file that is appended to: one line for the batch begun last, and one for
/// the last complete batch of each sender.
///
/// @param begun the batch begun last
/// @param done the id of the last batch of each sender that is known to be complete
record AppendIntent(Optional<Begun> begun, Map<String, String> done) {

  private static final String NUMBER = "[0-9]{1,18}";

  /// A batch whose append was begun.
  ///
  /// @param sender of the batch
  /// @param id of the batch
  /// @param key of the file it was begun in, since the name may have passed to another file
  /// @param at offset in the file
  /// @param length in bytes
  /// @param sum CRC-32 of the bytes
  record Begun(String sender, String id, String key, long at, long length, long sum) {

    /// Whether the file has all of it.
    boolean isWhole(FileChannel file) throws IOException {
      if (file.size() < at + length || length > Integer.MAX_VALUE) {
        return false;
      }
      ByteBuffer bytes = ByteBuffer.allocate((int) length);
      while (bytes.hasRemaining()) {
        if (file.read(bytes, at + bytes.position()) < 0) {
          return false;
        }
      }
      return AppendIntent.sum(bytes.array()) == sum;
    }

    String line() {
      return String.join(
          " ", sender, id, key, Long.toString(at), Long.toString(length), Long.toString(sum));
    }
  }

  /// Reads an intent; an empty one when the file is missing or corrupt.
  static AppendIntent read(Path path) throws IOException {
    Optional<Begun> begun = Optional.empty();
    NavigableMap<String, String> done = new TreeMap<>();
    if (Files.exists(path)) {
      String all = new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
      for (List<String> words : all.lines().map(line -> List.of(line.split(" ", -1))).toList()) {
        if (words.size() == 2) {
          done.put(words.getFirst(), words.getLast());
        } else if (words.size() == 6
            && words.subList(3, 6).stream().allMatch(word -> word.matches(NUMBER))) {
          begun =
              Optional.of(
                  new Begun(
                      words.get(0),
                      words.get(1),
                      words.get(2),
                      Long.parseLong(words.get(3)),
                      Long.parseLong(words.get(4)),
                      Long.parseLong(words.get(5))));
        }
      }
    }
    return new AppendIntent(begun, done);
  }

  /// Whether this is the sender's last batch, and complete.
  boolean has(String sender, String id) {
    return id.equals(done.get(sender));
  }

  /// The offset for a batch: the end of the file, where the batch was begun before, or the start of
  /// a batch that a crash has torn and that will be passed again.
  long begin(String id, String key, FileChannel file) throws IOException {
    long end = file.size();
    if (begun.isEmpty() || key.isEmpty() || !begun.get().key.equals(key)) {
      return end;
    }
    Begun last = begun.get();
    boolean again = last.id.equals(id);
    boolean torn = end < last.at + last.length;
    // a shorter file has been truncated meanwhile, including the batch that was begun
    return again || torn ? Math.min(last.at, end) : end;
  }

  /// Marks the batch that was begun as done when the file has all of it.
  AppendIntent settled(String key, FileChannel file) throws IOException {
    if (begun.isEmpty() || !begun.get().key.equals(key) || !begun.get().isWhole(file)) {
      return this;
    }
    NavigableMap<String, String> known = new TreeMap<>(done);
    known.put(begun.get().sender, begun.get().id);
    return new AppendIntent(begun, known);
  }

  /// The intent with a batch that is about to be appended.
  AppendIntent next(Begun batch) {
    return new AppendIntent(Optional.of(batch), done);
  }

  /// The serialized intent.
  byte[] bytes() {
    StringJoiner lines = new StringJoiner("\n", "", "\n");
    begun.map(Begun::line).ifPresent(lines::add);
    done.forEach((sender, id) -> lines.add(sender + " " + id));
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  static long sum(byte[] bytes) {
    CRC32 sum = new CRC32();
    sum.update(bytes);
    return sum.getValue();
  }
}
