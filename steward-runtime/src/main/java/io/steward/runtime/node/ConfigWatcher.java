package io.steward.runtime.node;

import io.steward.runtime.concurrent.SupervisedThread;
import io.steward.runtime.concurrent.ThreadFailures;
import io.steward.runtime.databind.ProblemsException;
import io.steward.runtime.plugin.FolderSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Watches the configuration file and the plugin folder, and triggers a reload once a change has
/// settled: copying takes time, and changes often come in groups.
final class ConfigWatcher implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ConfigWatcher.class);
  private static final Duration QUIET_PERIOD = Duration.ofMillis(200);
  private static final Duration POLL_INTERVAL = Duration.ofSeconds(15);

  private final Path config;
  private final Path plugins;
  private final Reloader reloader;
  private final FolderWatch watch;
  private final SupervisedThread thread;
  private Fingerprint fingerprint;

  /// The state of both when last read.
  private record Fingerprint(FolderSnapshot plugins, Optional<FileTime> config) {}

  /// @param node the node's name, for the thread's name
  /// @param config the configuration file
  /// @param plugins the plugin folder
  ConfigWatcher(String node, Path config, Path plugins, Reloader reloader, ThreadFailures failures)
      throws IOException {
    this.config = config.toAbsolutePath();
    this.plugins = plugins;
    this.reloader = reloader;
    this.watch = new FolderWatch(List.of(plugins, Objects.requireNonNull(this.config.getParent())));
    this.fingerprint = new Fingerprint(FolderSnapshot.of(plugins), lastModified());
    this.thread = SupervisedThread.virtual(node + " config-watcher", failures, this::run);
  }

  void start() {
    thread.start();
  }

  private Optional<FileTime> lastModified() throws IOException {
    try {
      return Optional.of(Files.getLastModifiedTime(config));
    } catch (NoSuchFileException e) {
      return Optional.empty(); // the file may be in the middle of being replaced
    }
  }

  private void run() throws InterruptedException {
    applyEarlierChanges();
    while (true) {
      watch.await(POLL_INTERVAL);
      try {
        reloadIfChanged();
      } catch (IOException e) {
        log.error("checking {} again in {}: {}", plugins, POLL_INTERVAL, e.toString());
      }
      reloader.findLeaks();
    }
  }

  /// Applies what changed between the node's preparation and the first check.
  private void applyEarlierChanges() throws InterruptedException {
    try {
      reloader.applyPluginChanges();
    } catch (IOException e) {
      log.error("{} cannot be read: {}", plugins, e.getMessage());
    }
  }

  private void reloadIfChanged() throws IOException, InterruptedException {
    Fingerprint current = new Fingerprint(FolderSnapshot.of(plugins), lastModified());
    if (current.equals(fingerprint)) {
      return;
    }
    Fingerprint previous;
    do {
      previous = current;
      Thread.sleep(QUIET_PERIOD);
      current = new Fingerprint(FolderSnapshot.of(plugins), lastModified());
    } while (!current.equals(previous));
    boolean configured = !current.config().equals(fingerprint.config());
    fingerprint = current;
    if (configured && current.config().isPresent()) {
      reload();
    } else {
      reloader.applyPluginChanges();
    }
  }

  private void reload() throws IOException, InterruptedException {
    try {
      reloader.reload();
    } catch (ProblemsException e) {
      e.problems().forEach(problem -> log.error("{}", problem));
    }
  }

  @Override
  public void close() {
    watch.close();
    thread.stop();
  }
}
