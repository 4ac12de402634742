package io.steward.plugin.filewatch;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Learns from the kernel only that something has changed; a scan finds out what. It therefore does
/// not matter if the kernel's queue overflows, or if the kernel does not report files on other
/// machines.
final class ChangeSignal implements AutoCloseable {

  private static final WatchEvent.Kind<?>[] ALL = {
    StandardWatchEventKinds.ENTRY_CREATE,
    StandardWatchEventKinds.ENTRY_DELETE,
    StandardWatchEventKinds.ENTRY_MODIFY
  };

  private final WatchService service = FileSystems.getDefault().newWatchService();
  private final Map<Path, WatchKey> keys = new HashMap<>();
  private Optional<IOException> refused = Optional.empty();

  ChangeSignal() throws IOException {}

  /// Watches these folders, and no others.
  ///
  /// @return whether some of them are new
  boolean listen(Set<Path> folders) {
    keys.entrySet()
        .removeIf(each -> {
          boolean over = !folders.contains(each.getKey()) || !each.getValue().isValid();
          if (over) {
            each.getValue().cancel();
          }
          return over;
        });
    refused = Optional.empty();
    boolean more = false;
    for (Path folder : folders) {
      if (!keys.containsKey(folder)) {
        try {
          keys.put(folder, folder.register(service, ALL));
          more = true;
        } catch (IOException e) {
          refused = Optional.of(e);
        }
      }
    }
    return more;
  }

  /// The reason why some folders cannot be watched, to append to a status; empty when all can.
  String trouble() {
    return refused
        .map(e -> "; some changes are found by scanning only: " + e.getMessage())
        .orElse("");
  }

  /// Waits for a change, and then for the end of the burst; at most until the next scan is due.
  void await(Duration timeout, Duration burst) throws InterruptedException {
    WatchKey key = service.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
    if (key != null) {
      Thread.sleep(burst);
    }
    for (; key != null; key = service.poll()) {
      key.pollEvents();
      key.reset();
    }
  }

  @Override
  public void close() throws IOException {
    service.close();
  }
}
