package io.steward.plugin.filewatch;

import io.steward.testkit.SourceStand;
import io.steward.testkit.Workbench;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A node on which a source can be restarted any number of times, and its events.
final class WatchStand implements AutoCloseable {

  private Optional<SourceStand> stand = Optional.empty();

  /// Starts or restarts the source.
  void start(FileWatch watch) {
    if (stand.isPresent()) {
      node().start(watch);
    } else {
      stand = Optional.of(Workbench.of(watch));
    }
  }

  void stop() {
    node().stop();
  }

  /// The node, once it has been started.
  SourceStand node() {
    return stand.orElseThrow();
  }

  String status() {
    return node().status();
  }

  List<Batch> batches() {
    return node().events(Batch.class);
  }

  /// The lines of all events, without duplicate events.
  List<String> lines() {
    return batches().stream()
        .distinct()
        .flatMap(batch -> batch.lines().stream())
        .map(FileLine::text)
        .toList();
  }

  /// The changes of all events, as `kind path` or `kind path from`.
  List<String> changes() {
    return batches().stream()
        .flatMap(batch -> batch.changes().stream())
        .map(change ->
            change.kind()
                + " "
                + Path.of(change.path()).getFileName()
                + change.from().map(from -> " " + Path.of(from).getFileName()).orElse(""))
        .toList();
  }

  @Override
  public void close() {
    stand.ifPresent(SourceStand::close);
  }
}
