package io.steward.runtime.access;

import io.steward.runtime.files.PrivateFile;
import io.steward.runtime.files.PrivateFolder;
import io.steward.runtime.files.SecretFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A folder of this user with a reference for each broker that steward runs: by the broker's port,
/// the program that runs it and the context with its login. A reference whose program has ended is
/// not followed: whoever listens on that port now must not get the login.
///
/// @param state steward's folder below `$XDG_STATE_HOME`
public record LocalBrokerFolder(Path state) implements LocalBrokers {

  private static final Logger log = LoggerFactory.getLogger(LocalBrokerFolder.class);
  private static final String LOOPBACK = "127.0.0.1";
  private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

  /// The folder of this user.
  ///
  /// @param environment may set `XDG_STATE_HOME` (XDG Base Directory Specification)
  public static LocalBrokerFolder of(Map<String, String> environment) {
    String named = environment.getOrDefault("XDG_STATE_HOME", "");
    Path state =
        named.startsWith("/")
            ? Path.of(named)
            : Path.of(System.getProperty("user.home", "."), ".local", "state");
    return new LocalBrokerFolder(state.resolve("steward"));
  }

  /// The folder with the references.
  Path folder() {
    return state.resolve("brokers");
  }

  private Path reference(int port) {
    return folder().resolve(LOOPBACK + "-" + port);
  }

  /// Refers to a broker, until it is {@linkplain #remove removed} or this program ends.
  ///
  /// @throws IOException if the folder cannot be written, or is not this user's alone
  public void put(BrokerAddress address, Path context) throws IOException {
    if (!state.isAbsolute()) { // this user has no home
      throw new IOException("set XDG_STATE_HOME to a folder of yours");
    }
    PrivateFolder.openUnlinked(state);
    PrivateFolder.openUnlinked(folder());
    removeStale();
    PrivateFile.replace(
        reference(address.port()),
        (context.toAbsolutePath() + "\n" + Program.current()).getBytes(StandardCharsets.UTF_8));
  }

  /// Removes this program's reference to a broker.
  public void remove(BrokerAddress address) {
    Path reference = reference(address.port());
    try {
      if (read(reference).filter(each -> each.program().equals(Program.current())).isPresent()) {
        Files.deleteIfExists(reference);
      }
    } catch (IOException e) {
      log.debug("{} stays until another broker starts: {}", reference, e.toString());
    }
  }

  /// Other programs do the same at any time, so each file may be gone or new.
  private void removeStale() {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder(), LOOPBACK + "-*")) {
      all.forEach(LocalBrokerFolder::removeIfStale);
    } catch (IOException | DirectoryIteratorException e) {
      log.debug("stale references stay in {}: {}", folder(), e.toString());
    }
  }

  private static void removeIfStale(Path reference) {
    try {
      if (read(reference).filter(found -> found.program().isRunning()).isEmpty()) {
        Files.deleteIfExists(reference);
      }
    } catch (IOException e) {
      log.debug("{} stays until another broker starts: {}", reference, e.toString());
    }
  }

  @Override
  public Optional<Login> login(BrokerAddress address) {
    boolean local = address.host().equals(LOOPBACK) || address.host().equals("localhost");
    if (!local || !address.uri().getScheme().equals("nats")) {
      return Optional.empty();
    }
    Path reference = reference(address.port());
    try {
      if (!Files.exists(reference)
          || !PrivateFolder.isPrivate(folder())
          || !PrivateFile.isOwn(reference)) {
        return Optional.empty();
      }
      Optional<Reference> found = read(reference).filter(each -> each.program().isRunning());
      return found.isPresent()
          ? Optional.of(BrokerContext.read(found.get().context()))
          : Optional.empty();
    } catch (IOException e) {
      if (TOLD.add(String.valueOf(e.getMessage()))) { // every attempt to connect asks
        log.warn("connecting to {} without a login: {}", address, e.getMessage());
      }
      return Optional.empty();
    }
  }

  private static Optional<Reference> read(Path file) throws IOException {
    if (!PrivateFile.isOwn(file)) {
      return Optional.empty();
    }
    List<String> lines = new String(SecretFile.read(file), StandardCharsets.UTF_8).lines().toList();
    return lines.size() == 2
        ? Optional.of(new Reference(Path.of(lines.getFirst()), new Program(lines.getLast())))
        : Optional.empty();
  }

  private record Reference(Path context, Program program) {}

  /// A program on this machine.
  ///
  /// @param identity process id and start, since ids are used again
  private record Program(String identity) {

    static Program current() {
      return of(ProcessHandle.current());
    }

    private static Program of(ProcessHandle process) {
      String start = process.info().startInstant().map(Object::toString).orElse("-");
      return new Program(process.pid() + " " + start);
    }

    boolean isRunning() {
      try {
        return ProcessHandle.of(Long.parseLong(identity.split(" ", 2)[0]))
            .filter(process -> of(process).equals(this))
            .isPresent();
      } catch (NumberFormatException damaged) {
        return false;
      }
    }

    @Override
    public String toString() {
      return identity;
    }
  }
}
