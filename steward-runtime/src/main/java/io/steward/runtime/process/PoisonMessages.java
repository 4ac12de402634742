package io.steward.runtime.process;

import io.steward.runtime.digest.Sha256;
import io.steward.runtime.files.PrivateFile;
import io.steward.runtime.files.PrivateFolder;
import io.steward.runtime.ledger.LedgerEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Recognizes poison messages: those that kill the program whenever they are read or handled, such
/// as one that takes all memory. Without this, a node would take such a message again at each start
/// and die again.
///
/// What is being read is noted in a file per message. It needs no fsync, since it must survive the
/// death of the program only, not that of the machine. Whatever is noted when the node starts is a
/// suspect. Suspects are read one at a time, so that the next death shows which of them is to
/// blame. A message that was noted at three deaths is set aside, and its arguments are kept for
/// people to look at.
///
/// Safe for use by any thread.
public final class PoisonMessages {

  private static final Logger log = LoggerFactory.getLogger(PoisonMessages.class);
  private static final int MAX_DEATHS = 3;
  private static final String READING = ".reading";
  private static final String SUSPECT = ".suspect";
  private static final String ASIDE = ".aside";

  /// How long a suspect waits for another one, which may take its time and be harmless.
  private static final long MAX_WAIT_SECONDS = 60;

  private final Path folder;
  private final Map<String, Integer> deaths = new ConcurrentHashMap<>();
  private final ReentrantLock oneSuspect = new ReentrantLock();

  private PoisonMessages(Path folder) {
    this.folder = folder;
  }

  /// Reads or handles a message.
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException, InterruptedException;
  }

  /// Finds the suspects of the node's last death.
  ///
  /// @param folder the folder of the notes
  /// @throws IOException if the disk cannot be used
  public static PoisonMessages open(Path folder) throws IOException {
    PrivateFolder.open(folder);
    PoisonMessages messages = new PoisonMessages(folder);
    try (DirectoryStream<Path> notes = Files.newDirectoryStream(folder)) {
      for (Path note : notes) {
        messages.read(note);
      }
    }
    return messages;
  }

  private void read(Path note) throws IOException {
    String name = note.getFileName().toString();
    if (name.endsWith(SUSPECT)) {
      deaths.merge(stem(name), count(note), Math::max);
    } else if (name.endsWith(READING)) {
      int count = count(note) + 1;
      String message = text(note);
      deaths.merge(stem(name), count, Math::max);
      write(folder.resolve(stem(name) + SUSPECT), count, message);
      Files.delete(note);
      log.warn("the node died while it read or handled a message: {}", message);
    }
  }

  private static String stem(String name) {
    return name.substring(0, name.lastIndexOf('.'));
  }

  private static int count(Path note) throws IOException {
    List<String> lines = Files.readAllLines(note);
    try {
      return lines.isEmpty() ? 0 : Integer.parseInt(lines.getFirst());
    } catch (NumberFormatException torn) {
      return 0;
    }
  }

  private static String text(Path note) throws IOException {
    List<String> lines = Files.readAllLines(note);
    return lines.size() < 2 ? "" : lines.get(1);
  }

  private static void write(Path note, int deaths, String message) throws IOException {
    PrivateFile.replace(note, (deaths + "\n" + message + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static String key(LedgerEntry entry) {
    return Sha256.of(entry.subject() + " " + entry.id()).substring(0, 32);
  }

  /// Why a message must not be read again, if it must not. Its arguments are then kept in a file.
  ///
  /// @param fetched the file of its arguments, if they are stored apart
  Optional<String> reasonToSetAside(LedgerEntry entry, Path fetched) throws IOException {
    String key = key(entry);
    if (deaths.getOrDefault(key, 0) < MAX_DEATHS) {
      return Optional.empty();
    }
    Path aside = folder.resolve(key + ASIDE);
    if (!Files.exists(aside)) {
      boolean apart = entry.bodyAt().isPresent() && Files.exists(fetched);
      if (apart) {
        Files.copy(fetched, aside);
        PrivateFile.tighten(aside);
      } else {
        PrivateFile.replace(aside, entry.body());
      }
      log.error(
          "{} from {} on {} is set aside: the node died each of the {} times it read or handled it;"
              + " its arguments are in {}",
          entry.id(),
          entry.from(),
          entry.subject(),
          MAX_DEATHS,
          aside);
    }
    return Optional.of("the node died each of the " + MAX_DEATHS + " times it read or handled it");
  }

  /// Reads or handles a message, which is noted meanwhile.
  <T> T guard(LedgerEntry entry, Work<T> work) throws IOException, InterruptedException {
    String key = key(entry);
    int before = deaths.getOrDefault(key, 0);
    boolean alone = before > 0 && oneSuspect.tryLock(MAX_WAIT_SECONDS, TimeUnit.SECONDS);
    Path note = folder.resolve(key + READING);
    try {
      write(note, before, entry.id() + " from " + entry.from() + " on " + entry.subject());
      T result = work.run();
      forget(key, before);
      return result;
    } finally {
      Files.deleteIfExists(note);
      if (alone) {
        oneSuspect.unlock();
      }
    }
  }

  private void forget(String key, int before) throws IOException {
    if (before > 0) {
      Files.deleteIfExists(folder.resolve(key + SUSPECT));
      deaths.remove(key);
    }
  }

  /// What a person should look at, for the state of the node.
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    try (DirectoryStream<Path> aside = Files.newDirectoryStream(folder, "*" + ASIDE)) {
      for (Path each : aside) {
        problems.add("a message that killed the node was set aside as " + each);
      }
    } catch (IOException e) {
      problems.add(folder + " cannot be read: " + e.getMessage());
    }
    return problems;
  }
}
