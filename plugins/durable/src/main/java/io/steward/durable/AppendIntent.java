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

/// What stands beside a file that is appended to: a line for what was begun last, and one for what
/// each sender has had appended last before that.
///
/// @param begun what was begun last
/// @param done the id of the last batch of each sender that is known to be whole
record AppendIntent(Optional<Begun> begun, Map<String, String> done) {

  private static final String NUMBER = "[0-9]{1,18}";

  /// A batch that was begun.
  ///
  /// @param sender whose it is
  /// @param id of the batch
  /// @param key of the file it was begun in, since a name may be given to another one
  /// @param at where in the file it begins
  /// @param length how many bytes it has
  /// @param sum their CRC-32
  record Begun(String sender, String id, String key, long at, long length, long sum) {

    /// Whether all of it is there.
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

  /// Reads what stands beside a file; nothing when there is nothing, or it is no such thing.
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

  /// Whether this was the sender's last batch, and all of it is there.
  boolean has(String sender, String id) {
    return id.equals(done.get(sender));
  }

  /// Where a batch begins: at the end; or where it began before; or in place of one that was torn
  /// by a crash, and will come again.
  long begin(String id, String key, FileChannel file) throws IOException {
    long end = file.size();
    if (begun.isEmpty() || key.isEmpty() || !begun.get().key.equals(key)) {
      return end;
    }
    Begun last = begun.get();
    boolean again = last.id.equals(id);
    boolean torn = end < last.at + last.length;
    // a file that is shorter was emptied meanwhile, and with it what was begun
    return again || torn ? Math.min(last.at, end) : end;
  }

  /// Takes what was begun as done when all of it is there.
  AppendIntent settled(String key, FileChannel file) throws IOException {
    if (begun.isEmpty() || !begun.get().key.equals(key) || !begun.get().isWhole(file)) {
      return this;
    }
    NavigableMap<String, String> known = new TreeMap<>(done);
    known.put(begun.get().sender, begun.get().id);
    return new AppendIntent(begun, known);
  }

  /// What is about to be.
  AppendIntent next(Begun batch) {
    return new AppendIntent(Optional.of(batch), done);
  }

  /// How it stands beside the file.
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
