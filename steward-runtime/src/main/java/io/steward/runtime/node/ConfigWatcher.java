package io.steward.runtime.node;

import io.steward.runtime.concurrent.SupervisedThread;
import io.steward.runtime.concurrent.ThreadFailures;
import io.steward.runtime.config.ConfigDraft;
import io.steward.runtime.databind.ProblemsException;
import io.steward.runtime.plugin.FolderSnapshot;
import io.steward.runtime.plugin.FolderSnapshot.FileStamp;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Watches the configuration file and the plugin folder, and triggers a reload once a change has
/// settled: copying takes time, and changes often come in groups. A file that lacks a part of the
/// configuration in effect, or is no YAML, may be half written: it takes effect only if it is still
/// the same a while later.
final class ConfigWatcher implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ConfigWatcher.class);
  private static final Duration QUIET_PERIOD = Duration.ofMillis(200);
  private static final Duration CONFIRMATION_DELAY = Duration.ofSeconds(5);
  private static final Duration POLL_INTERVAL = Duration.ofSeconds(15);

  private final Path config;
  private final Path plugins;
  private final Reloader reloader;
  private final FolderWatch watch;
  private final SupervisedThread thread;
  private Fingerprint fingerprint;

  /// The state of both when last read.
  private record Fingerprint(FolderSnapshot plugins, Optional<FileStamp> config) {}

  /// @param node the node's name, for the thread's name
  /// @param config the configuration file
  /// @param plugins the plugin folder
  ConfigWatcher(String node, Path config, Path plugins, Reloader reloader, ThreadFailures failures)
      throws IOException {
    this.config = config.toAbsolutePath();
    this.plugins = plugins;
    this.reloader = reloader;
    this.watch = new FolderWatch(List.of(plugins, Objects.requireNonNull(this.config.getParent())));
    this.fingerprint = read();
    this.thread = SupervisedThread.virtual(node + " config-watcher", failures, this::run);
  }

  void start() {
    thread.start();
  }

  private Fingerprint read() throws IOException {
    return new Fingerprint(FolderSnapshot.of(plugins), stamp());
  }

  private Optional<FileStamp> stamp() throws IOException {
    try {
      return Optional.of(FileStamp.of(config));
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
    Fingerprint current = read();
    if (current.equals(fingerprint)) {
      return;
    }
    boolean done;
    do {
      Fingerprint settled = settle(current);
      done = apply(settled);
      current = settled;
    } while (!done);
  }

  /// @return whether the file was still the same
  private boolean apply(Fingerprint settled) throws IOException, InterruptedException {
    if (settled.config().equals(fingerprint.config()) || settled.config().isEmpty()) {
      fingerprint = settled;
      reloader.applyPluginChanges();
      return true;
    }
    return reload(settled);
  }

  private Fingerprint settle(Fingerprint first) throws IOException, InterruptedException {
    Fingerprint previous;
    Fingerprint current = first;
    do {
      previous = current;
      Thread.sleep(QUIET_PERIOD);
      current = read();
    } while (!current.equals(previous));
    return current;
  }

  /// Applies the file unless it changes while it is read and, if need be, confirmed.
  private boolean reload(Fingerprint settled) throws IOException, InterruptedException {
    Reloader.DraftSupplier draft = readDraft();
    if (!read().config().equals(settled.config())) {
      return false;
    }
    fingerprint = settled;
    try {
      var _ = reloader.reload(draft);
    } catch (ProblemsException e) {
      e.problems().forEach(problem -> log.error("{}", problem));
    }
    return true;
  }

  private Reloader.DraftSupplier readDraft() throws InterruptedException {
    try {
      ConfigDraft draft = reloader.read();
      if (reloader.isShortened(draft)) {
        awaitConfirmation("lacks a part of the configuration in effect");
      }
      return () -> draft;
    } catch (ProblemsException e) {
      awaitConfirmation("cannot be read");
      return () -> {
        throw e;
      };
    }
  }

  private void awaitConfirmation(String why) throws InterruptedException {
    log.info(
        "{} {}: it may be half written, so it is read again in {}",
        config,
        why,
        CONFIRMATION_DELAY);
    Thread.sleep(CONFIRMATION_DELAY);
  }

  @Override
  public void close() {
    thread.stop();
    watch.close();
  }
}
