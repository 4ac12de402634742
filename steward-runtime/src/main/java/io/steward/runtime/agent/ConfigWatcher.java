package io.steward.runtime.agent;

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

/// Looks whether the configuration or the folder of plugins has become different, and has that
/// applied when it has been still for a moment: a copy takes its time, and two often come together.
final class ConfigWatcher implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ConfigWatcher.class);
  private static final Duration QUIET_PERIOD = Duration.ofMillis(200);
  private static final Duration POLL_INTERVAL = Duration.ofSeconds(15);

  private final Path config;
  private final Path plugins;
  private final Reloader reloader;
  private final FolderWatch watch;
  private final Thread thread;
  private Fingerprint fingerprint;

  /// What was seen.
  private record Fingerprint(FolderSnapshot plugins, Optional<FileTime> config) {}

  /// @param config the file
  /// @param plugins the folder
  ConfigWatcher(String node, Path config, Path plugins, Reloader reloader) throws IOException {
    this.config = config.toAbsolutePath();
    this.plugins = plugins;
    this.reloader = reloader;
    this.watch = new FolderWatch(List.of(plugins, Objects.requireNonNull(this.config.getParent())));
    this.fingerprint = new Fingerprint(FolderSnapshot.of(plugins), lastModified());
    this.thread = Thread.ofVirtual().name(node + " lookout").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private Optional<FileTime> lastModified() throws IOException {
    try {
      return Optional.of(Files.getLastModifiedTime(config));
    } catch (NoSuchFileException e) {
      return Optional.empty(); // it may be about to be replaced
    }
  }

  private void run() {
    try {
      applyEarlierChanges();
      while (true) {
        watch.await(POLL_INTERVAL);
        try {
          reloadIfChanged();
        } catch (IOException | RuntimeException e) {
          log.error("looking at {} again in {}: {}", plugins, POLL_INTERVAL, e.toString());
        }
        reloader.findLeaks();
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  /// Between the start and the first look.
  private void applyEarlierChanges() throws InterruptedException {
    try {
      reloader.applyPluginChanges();
    } catch (IOException e) {
      log.error("{} cannot be read: {}", plugins, e.getMessage());
    }
  }

  private void reloadIfChanged() throws IOException, InterruptedException {
    Fingerprint now = new Fingerprint(FolderSnapshot.of(plugins), lastModified());
    if (now.equals(fingerprint)) {
      return;
    }
    Fingerprint before = now;
    do {
      before = now;
      Thread.sleep(QUIET_PERIOD);
      now = new Fingerprint(FolderSnapshot.of(plugins), lastModified());
    } while (!now.equals(before));
    boolean configured = !now.config().equals(fingerprint.config());
    fingerprint = now;
    if (configured && now.config().isPresent()) {
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
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
