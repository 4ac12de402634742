package io.steward.runtime.process;

import io.steward.runtime.digest.Sha256;
import io.steward.runtime.files.PrivateFile;
import io.steward.runtime.files.PrivateFolder;
import io.steward.runtime.ledger.LedgerEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Recognizes poison messages: those that kill the program whenever they are read or handled, such
/// as one that takes all memory. Without this, a node would take such a message again at each start
/// and die again.
///
/// What is being read is noted in a file per message, whose name tells which message, and how often
/// the node has died of it. The content is for people: a torn one harms nothing. A note needs no
/// fsync, since it must survive the death of the program only, not that of the machine. Whatever is
/// noted as being read when the node starts is a suspect. Suspects are read one at a time, so that
/// the next death shows which of them is to blame. A message that was noted at three deaths is set
/// aside, and its arguments are kept for people to look at.
///
/// Safe for use by any thread.
public final class PoisonMessages implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(PoisonMessages.class);
  private static final int MAX_DEATHS = 3;
  private static final String REASON =
      "the node died each of the " + MAX_DEATHS + " times it read or handled it";
  private static final String ASIDE = ".aside";

  /// How long a suspect waits for another one, which may take its time and be harmless.
  private static final long MAX_WAIT_SECONDS = 60;

  /// More than can wait.
  private static final int MAX_WAITING = 1 << 20;

  private final Path folder;
  private final Map<String, Integer> deaths = new ConcurrentHashMap<>();
  private final Semaphore oneSuspect = new Semaphore(1);
  private volatile boolean closed;

  private PoisonMessages(Path folder) {
    this.folder = folder;
  }

  /// Reads or handles a message.
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException, InterruptedException;
  }

  /// Ends a message that must not be read again.
  @FunctionalInterface
  interface Refusal<T> {
    T refuse(String reason) throws IOException, InterruptedException;
  }

  /// The name of a file.
  ///
  /// @param key of the message
  /// @param deaths how often the node had died of it when it was noted
  /// @param reading whether it is being read; otherwise it is a suspect that waits
  private record Note(String key, int deaths, boolean reading) {

    private static final Pattern NAME = Pattern.compile("(\\w+)\\.(\\d)\\.(reading|suspect)");

    static Optional<Note> parse(Path file) {
      Matcher name = NAME.matcher(file.getFileName().toString());
      return name.matches()
          ? Optional.of(
              new Note(
                  name.group(1), Integer.parseInt(name.group(2)), name.group(3).equals("reading")))
          : Optional.empty();
    }

    Path in(Path folder) {
      return folder.resolve(key + "." + deaths + (reading ? ".reading" : ".suspect"));
    }
  }

  /// Finds the suspects of the node's last death.
  ///
  /// @param folder the folder of the notes
  /// @throws IOException if the disk cannot be used
  public static PoisonMessages open(Path folder) throws IOException {
    PrivateFolder.open(folder);
    PoisonMessages messages = new PoisonMessages(folder);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Optional<Note> note = Note.parse(file);
        if (note.isPresent()) {
          messages.suspect(note.get());
        }
      }
    }
    return messages;
  }

  private void suspect(Note note) throws IOException {
    Note suspect = note;
    if (note.reading()) {
      suspect = new Note(note.key(), note.deaths() + 1, false);
      log.warn("the node died while it read or handled a message: {}", text(note.in(folder)));
      Files.move(note.in(folder), suspect.in(folder), StandardCopyOption.ATOMIC_MOVE);
      Files.deleteIfExists(new Note(note.key(), note.deaths(), false).in(folder));
    }
    deaths.merge(suspect.key(), suspect.deaths(), Math::max);
  }

  /// What a note tells people, as far as it was written.
  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  private static void write(Path file, String text) throws IOException {
    try (FileChannel channel =
        PrivateFile.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      var _ = channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }
  }

  /// Reads or handles a message, which is noted meanwhile. One that must not be read again is set
  /// aside instead.
  ///
  /// @param fetched the file of its arguments, if they are stored apart
  /// @param refusal is given the reason to set it aside
  /// @throws IOException if it cannot be noted or set aside, or from the work
  /// @throws InterruptedException if the node stops before its turn, or from the work
  <T> T guard(LedgerEntry entry, Path fetched, Work<T> work, Refusal<T> refusal)
      throws IOException, InterruptedException {
    String key = key(entry);
    int before = deaths.getOrDefault(key, 0);
    if (before >= MAX_DEATHS) {
      setAside(entry, fetched, folder.resolve(key + ASIDE));
      return refusal.refuse(REASON);
    }
    if (before == 0) {
      return note(new Note(key, 0, true), entry, work);
    }
    boolean alone = oneSuspect.tryAcquire(MAX_WAIT_SECONDS, TimeUnit.SECONDS);
    try {
      if (closed) {
        throw new InterruptedException("the node stops");
      }
      T result = note(new Note(key, before, true), entry, work);
      delete(new Note(key, before, false).in(folder));
      deaths.remove(key);
      return result;
    } finally {
      if (alone) {
        oneSuspect.release();
      }
    }
  }

  private <T> T note(Note note, LedgerEntry entry, Work<T> work)
      throws IOException, InterruptedException {
    Path file = note.in(folder);
    try {
      write(file, entry.id() + " from " + entry.from() + " on " + entry.subject());
      return work.run();
    } finally {
      delete(file);
    }
  }

  /// Deletes a note of a message that has been handled, which no failure may undo.
  private static void delete(Path note) {
    try {
      Files.deleteIfExists(note);
    } catch (IOException e) {
      log.warn("{}", e.toString());
    }
  }

  private static String key(LedgerEntry entry) {
    return Sha256.of(entry.subject() + " " + entry.id()).substring(0, 32);
  }

  /// Makes a message a suspect that ran when the node died, as the ledger knows.
  public void suspect(LedgerEntry entry) {
    deaths.merge(key(entry), 1, Math::max);
  }

  /// Whether the node has died while a message was read or handled.
  boolean isSuspect(LedgerEntry entry) {
    return !deaths.isEmpty() && deaths.containsKey(key(entry));
  }

  /// Lets no further suspect begin, since the node stops.
  @Override
  public void close() {
    closed = true;
    oneSuspect.release(MAX_WAITING);
  }

  private static void setAside(LedgerEntry entry, Path fetched, Path aside) throws IOException {
    if (Files.exists(aside)) {
      return;
    }
    if (entry.bodyAt().isPresent() && Files.exists(fetched)) {
      Files.copy(fetched, aside);
      PrivateFile.tighten(aside);
    } else {
      PrivateFile.replace(aside, entry.body());
    }
    log.error(
        "{} from {} on {} is set aside: {}; its arguments are in {}",
        entry.id(),
        entry.from(),
        entry.subject(),
        REASON,
        aside);
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
