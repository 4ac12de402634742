package io.steward.runtime.broker;

import io.steward.runtime.access.BrokerAddress;
import io.steward.runtime.access.Login;
import io.steward.runtime.concurrent.Backoff;
import io.steward.runtime.concurrent.SupervisedThread;
import io.steward.runtime.concurrent.ThreadFailures;
import io.steward.runtime.files.PrivateFile;
import io.steward.runtime.files.PrivateFolder;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A nats-server with JetStream on the loopback address, as a child of this program: restarted when
/// it dies, ended when this program ends, however that happens.
///
/// Safe for use by any thread.
public final class EmbeddedBroker implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EmbeddedBroker.class);
  private static final Duration START_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration MIN_BACKOFF = Duration.ofMillis(200);
  private static final Duration MAX_BACKOFF = Duration.ofSeconds(10);

  /// Ends the server when standard input ends, which it does with the parent. The shell gives
  /// background commands another standard input, hence the copy.
  private static final String WRAPPER =
      """
      exec 3<&0
      "$@" 0</dev/null 3<&- &
      child=$!
      echo $child
      { cat <&3 >/dev/null; kill $child 2>/dev/null; } &
      watch=$!
      wait $child
      code=$?
      kill $watch 2>/dev/null
      exit $code
      """;

  private final BrokerBinary binary;
  private final Path data;
  private final int port;
  private final Optional<Login> login;
  private final FileChannel lockFile;
  private final FileLock lock;
  private final SupervisedThread supervisor;
  private volatile boolean closed;
  private volatile @Nullable Process process;
  private volatile long pid;

  private EmbeddedBroker(
      BrokerBinary binary,
      Path data,
      int port,
      Optional<Login> login,
      FileChannel lockFile,
      FileLock lock) {
    this.login = login;
    this.binary = binary;
    this.data = data;
    this.port = port;
    this.lockFile = lockFile;
    this.lock = lock;
    this.supervisor =
        SupervisedThread.virtual("broker supervisor", new ThreadFailures(), this::supervise);
  }

  /// Starts a broker that anyone on this machine may use, and returns when it accepts connections.
  ///
  /// @param data the folder for its streams, which only one broker at a time can use
  /// @param port its port; 0 for a free one
  /// @throws IOException if it does not start; the message says why
  public static EmbeddedBroker start(BrokerBinary binary, Path data, int port)
      throws IOException, InterruptedException {
    return start(binary, data, port, Optional.empty());
  }

  /// Starts a broker that requires a login.
  ///
  /// @param data the folder for its streams, which only one broker at a time can use
  /// @param port its port; 0 for a free one
  /// @throws IOException if it does not start; the message says why
  public static EmbeddedBroker start(BrokerBinary binary, Path data, int port, Login login)
      throws IOException, InterruptedException {
    return start(binary, data, port, Optional.of(login));
  }

  private static EmbeddedBroker start(
      BrokerBinary binary, Path data, int port, Optional<Login> login)
      throws IOException, InterruptedException {
    PrivateFolder.open(data);
    FileChannel lockFile =
        PrivateFile.open(
            data.resolve("broker.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = lock(lockFile);
    if (lock == null) {
      lockFile.close();
      throw new IOException("another broker already uses " + data);
    }
    EmbeddedBroker broker =
        new EmbeddedBroker(binary, data, LoopbackPort.requireFree(port), login, lockFile, lock);
    try {
      broker.launch();
    } catch (IOException | InterruptedException e) {
      broker.close();
      throw e;
    }
    broker.supervisor.start();
    return broker;
  }

  private static @Nullable FileLock lock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException here) {
      return null;
    }
  }

  private void launch() throws IOException, InterruptedException {
    Path config = data.resolve("nats-server.conf");
    PrivateFile.replace(
        config, new BrokerSettings(port, data, login).render().getBytes(StandardCharsets.UTF_8));
    ProcessBuilder builder =
        new ProcessBuilder(
            "/bin/sh", "-c", WRAPPER, "sh", binary.path().toString(), "-c", config.toString());
    Path output = data.resolve("nats-server.log");
    PrivateFile.create(output);
    builder.redirectError(ProcessBuilder.Redirect.appendTo(output.toFile()));
    Process started = builder.start();
    process = started;
    pid = Long.parseLong(firstLine(started));
    awaitReady(started, output);
    log.info("nats-server {} listens on {} (pid {})", binary.version(), url(), pid);
  }

  private static String firstLine(Process started) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = started.getInputStream().read();
        c >= 0 && c != '\n';
        c = started.getInputStream().read()) {
      line.append((char) c);
    }
    if (line.isEmpty()) {
      throw new IOException("nats-server could not be started");
    }
    return line.toString();
  }

  private void awaitReady(Process started, Path output) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
    while (System.nanoTime() < deadline) {
      if (!started.isAlive()) {
        throw new IOException("nats-server exited at once: " + lastLine(output));
      }
      if (LoopbackPort.isListening(port)) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    throw new IOException(
        "nats-server did not listen within "
            + START_TIMEOUT.toSeconds()
            + " s: "
            + lastLine(output));
  }

  private static String lastLine(Path output) throws IOException {
    return Files.readAllLines(output).stream()
        .filter(line -> !line.isBlank())
        .reduce((first, second) -> second)
        .orElse("no output");
  }

  private void supervise() throws InterruptedException {
    Backoff backoff = new Backoff(MIN_BACKOFF, MAX_BACKOFF);
    while (!closed) {
      Process current = process;
      if (current != null) {
        current.waitFor();
        closeStandardInput(current);
      }
      if (closed) {
        return;
      }
      log.warn("nats-server exited; restarting it");
      Thread.sleep(backoff.next());
      try {
        synchronized (this) {
          if (!closed) {
            launch();
          }
        }
        backoff.reset();
      } catch (IOException e) {
        log.error("nats-server: {}", e.getMessage());
      }
    }
  }

  /// Its address.
  public URI url() {
    return URI.create("nats://127.0.0.1:" + port);
  }

  /// Its address, with the login that it requires, if any.
  public BrokerAddress address() {
    return new BrokerAddress(url(), login);
  }

  /// The process id of the server, which changes with a restart.
  public long pid() {
    return pid;
  }

  /// The executable that it runs.
  public BrokerBinary binary() {
    return binary;
  }

  /// Restarts the server on the same data.
  public void restart() throws IOException, InterruptedException {
    long before = pid;
    ProcessHandle.of(before).ifPresent(ProcessHandle::destroy);
    long deadline = System.nanoTime() + START_TIMEOUT.plus(STOP_TIMEOUT).toNanos();
    while (pid == before || !LoopbackPort.isListening(port)) {
      if (System.nanoTime() > deadline) {
        throw new IOException("nats-server did not restart");
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /// Ends the wrapper's watch over this program.
  private static void closeStandardInput(Process ended) {
    try {
      ended.getOutputStream().close();
    } catch (IOException gone) {
      log.debug("the wrapper is gone: {}", gone.getMessage());
    }
  }

  @Override
  public void close() {
    closed = true;
    supervisor.requestStop();
    synchronized (this) {
      stopServer();
    }
    try {
      lock.release();
      lockFile.close();
    } catch (IOException e) {
      log.debug("releasing the lock: {}", e.getMessage());
    }
  }

  private void stopServer() {
    Process current = process;
    if (current == null || !current.isAlive()) {
      return; // its pid may belong to another process by now
    }
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
    try {
      if (!current.waitFor(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        current.destroyForcibly();
      }
      closeStandardInput(current);
    } catch (InterruptedException e) {
      current.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
