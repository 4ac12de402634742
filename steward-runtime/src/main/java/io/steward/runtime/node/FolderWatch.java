package io.steward.runtime.node;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Waits for changes in folders. Some file systems, such as network ones, report no changes, and a
/// folder that does not exist yet cannot be watched; the caller has to poll for these.
final class FolderWatch implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(FolderWatch.class);

  private final List<Path> folders;
  private final WatchService service;
  private final Map<Path, WatchKey> keys = new HashMap<>();

  FolderWatch(List<Path> folders) throws IOException {
    this.folders = List.copyOf(folders);
    this.service = FileSystems.getDefault().newWatchService();
  }

  /// Waits for a possible change, at most until the timeout.
  ///
  /// @throws InterruptedException if interrupted or closed
  void await(Duration timeout) throws InterruptedException {
    try {
      folders.forEach(this::register);
      WatchKey changed = service.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
      if (changed != null) {
        changed.pollEvents();
        if (!changed.reset()) {
          keys.values().remove(changed); // the folder was deleted
        }
      }
    } catch (ClosedWatchServiceException e) {
      throw new InterruptedException("closed");
    }
  }

  private void register(Path folder) {
    if (keys.containsKey(folder) || !Files.isDirectory(folder)) {
      return;
    }
    try {
      keys.put(
          folder,
          folder.register(
              service,
              StandardWatchEventKinds.ENTRY_CREATE,
              StandardWatchEventKinds.ENTRY_MODIFY,
              StandardWatchEventKinds.ENTRY_DELETE));
    } catch (IOException e) {
      log.debug("{} is polled, since it cannot be watched: {}", folder, e.toString());
    }
  }

  @Override
  public void close() {
    try {
      service.close();
    } catch (IOException e) {
      log.debug("closing: {}", e.toString());
    }
  }
}
