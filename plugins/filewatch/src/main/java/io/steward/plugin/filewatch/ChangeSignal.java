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

/// Hears from the kernel that something has changed, and nothing else: what has changed is found by
/// looking. So it does no harm that the kernel's queue may overflow, or that it says nothing about
/// files on other machines.
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

  /// Listens to these folders, and no others.
  ///
  /// @return whether some are new
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

  /// What keeps it from listening, to be said after something else; empty when nothing does.
  String trouble() {
    return refused.map(e -> "; is not told of all at once: " + e.getMessage()).orElse("");
  }

  /// Waits until something has changed, and then until the burst is over; at most as long as until
  /// it is time to look anyway.
  void await(Duration most, Duration burst) throws InterruptedException {
    WatchKey key = service.poll(most.toNanos(), TimeUnit.NANOSECONDS);
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
