package io.steward.runtime.storage;

import io.steward.api.PositionStore;
import io.steward.runtime.files.PrivateFile;
import io.steward.runtime.files.PrivateFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/// The positions of one binding, each in a file that is replaced atomically: a line with the CRC-32
/// of the value, then the value.
///
/// The module io.steward.durable has such files, too, but a node must not require it: plugins bring
/// it along, and a library without a module descriptor would then read it twice.
final class PositionFiles implements PositionStore {

  private static final String FOLDER = ".positions";
  private static final String DRAFT = ".new"; // no key has a dot
  private static final Pattern KEY = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
  private static final int MAX_KEYS = 1000;
  private static final int MAX_LENGTH = 64 << 20;
  private static final int SUM_LENGTH = 9;

  private final Path folder;

  private PositionFiles(Path folder) {
    this.folder = folder;
  }

  /// The positions in a binding's folder.
  static PositionFiles below(Path binding) {
    return new PositionFiles(binding.resolve(FOLDER));
  }

  @Override
  public synchronized Optional<byte[]> find(String key) throws IOException {
    Path file = file(key);
    return uninterrupted(() -> read(file));
  }

  private static Optional<byte[]> read(Path file) throws IOException {
    try {
      if (Files.size(file) > SUM_LENGTH + MAX_LENGTH) {
        throw damaged(file);
      }
      byte[] all = Files.readAllBytes(file);
      byte[] value = Arrays.copyOfRange(all, Math.min(SUM_LENGTH, all.length), all.length);
      if (!Arrays.equals(all, 0, all.length - value.length, sum(value), 0, SUM_LENGTH)) {
        throw damaged(file);
      }
      return Optional.of(value);
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
  }

  private static IOException damaged(Path file) {
    return new IOException(file + " is damaged; delete it to start over");
  }

  private static byte[] sum(byte[] value) {
    CRC32 sum = new CRC32();
    sum.update(value);
    return "%08x\n".formatted(sum.getValue()).getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public synchronized void put(String key, byte[] value) throws IOException {
    Path file = file(key);
    if (value.length > MAX_LENGTH) {
      throw new IOException(
          "the position " + key + " has " + value.length + " bytes; at most " + MAX_LENGTH);
    }
    if (!Files.exists(file) && keys().size() >= MAX_KEYS) {
      throw new IOException(
          folder + " has " + MAX_KEYS + " positions already; there is no space for " + key);
    }
    uninterrupted(() -> write(file, ByteBuffer.wrap(sum(value)), ByteBuffer.wrap(value)));
  }

  private boolean write(Path file, ByteBuffer sum, ByteBuffer value) throws IOException {
    if (!Files.isDirectory(folder)) {
      PrivateFolder.open(folder);
      fsync(folder.resolveSibling("."));
    }
    Path draft = folder.resolve(file.getFileName() + DRAFT);
    try (FileChannel channel =
        PrivateFile.open(
            draft,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      for (ByteBuffer part : new ByteBuffer[] {sum.duplicate(), value.duplicate()}) {
        while (part.hasRemaining()) {
          channel.write(part);
        }
      }
      channel.force(true);
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    fsync(folder);
    return true;
  }

  @Override
  public synchronized void remove(String key) throws IOException {
    Path file = file(key);
    uninterrupted(() -> {
      boolean removed = Files.deleteIfExists(file);
      if (Files.isDirectory(folder)) { // also when an interrupt came after the file was deleted
        fsync(folder);
      }
      return removed;
    });
  }

  @Override
  public synchronized Set<String> keys() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(each -> each.getFileName().toString())
          .filter(name -> KEY.matcher(name).matches())
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (NoSuchFileException none) {
      return Set.of();
    }
  }

  private Path file(String key) {
    if (!KEY.matcher(key).matches()) {
      throw new IllegalArgumentException(
          "\""
              + key
              + "\" is not a key: 1 to 64 lower-case letters, digits and '-', the first not '-'");
    }
    return folder.resolve(key);
  }

  /// Makes the names in a folder durable.
  private static void fsync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /// File access that may be repeated.
  @FunctionalInterface
  private interface Access<T> {
    T run() throws IOException;
  }

  /// Repeats what an interrupt cuts short, and leaves the thread interrupted: a source that has
  /// sent an event must be able to record that before it ends.
  @SuppressWarnings("InterruptedExceptionSwallowed") // the flag is set again
  private static <T> T uninterrupted(Access<T> access) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return access.run();
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
