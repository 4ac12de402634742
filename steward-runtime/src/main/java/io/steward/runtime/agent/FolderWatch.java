package io.steward.runtime.agent;

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

/// Wakes whoever waits when something may have happened in one of some folders. A file system that
/// tells nothing, as one over the network, and a folder that is not there yet, are for whoever
/// waits to look at from time to time.
final class FolderWatch implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(FolderWatch.class);

  private final List<Path> folders;
  private final WatchService service;
  private final Map<Path, WatchKey> keys = new HashMap<>();

  FolderWatch(List<Path> folders) throws IOException {
    this.folders = List.copyOf(folders);
    this.service = FileSystems.getDefault().newWatchService();
  }

  /// Waits until something may have happened, or the time is over.
  ///
  /// @throws InterruptedException when interrupted, or closed
  void await(Duration most) throws InterruptedException {
    try {
      folders.forEach(this::register);
      WatchKey happened = service.poll(most.toNanos(), TimeUnit.NANOSECONDS);
      if (happened != null) {
        happened.pollEvents();
        if (!happened.reset()) {
          keys.values().remove(happened); // the folder is gone
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
      log.debug("{} is looked at from time to time: {}", folder, e.toString());
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
