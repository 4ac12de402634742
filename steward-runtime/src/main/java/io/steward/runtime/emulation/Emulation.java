package io.steward.runtime.emulation;

import io.steward.api.NodeName;
import io.steward.runtime.bus.Bus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Many emulated units.
public final class Emulation implements AutoCloseable {

  private static final List<String> REGIONS = List.of("north", "east", "south", "west");
  private static final List<String> CLASSES = List.of("ferry", "tanker", "trawler");
  private static final long SHUTDOWN_TIMEOUT_SECONDS = 20;

  private final EmulationContext context;
  private final List<SharedLink> links;
  private final List<EmulatedUnit> units;

  private Emulation(EmulationContext context, List<SharedLink> links, List<EmulatedUnit> units) {
    this.context = context;
    this.links = links;
    this.units = units;
  }

  /// Creates units, none of which is up yet. Blocks until the broker has been reached.
  ///
  /// @param buses the connections that the units share, each an equal part of them; not closed by
  ///   this class
  public static Emulation of(EmulationSpec spec, List<? extends Bus> buses)
      throws InterruptedException {
    EmulationContext context = EmulationContext.of(spec);
    List<SharedLink> links = new ArrayList<>();
    for (Bus bus : buses) {
      links.add(new SharedLink(bus));
    }
    List<EmulatedUnit> units = new ArrayList<>();
    for (NodeName name : spec.names()) {
      int number = units.size();
      Map<String, String> labels = new LinkedHashMap<>();
      labels.put("region", REGIONS.get(number % REGIONS.size()));
      labels.put("class", CLASSES.get(number % CLASSES.size()));
      labels.putAll(spec.labels());
      units.add(new EmulatedUnit(name, labels, links.get(number % links.size()), context));
    }
    return new Emulation(context, links, units);
  }

  /// Starts all units.
  ///
  /// @return completes when all are up
  public CompletableFuture<Void> start() {
    return start(units);
  }

  /// Starts some units.
  static CompletableFuture<Void> start(List<EmulatedUnit> selected) {
    return CompletableFuture.allOf(
        selected.stream().map(EmulatedUnit::start).toArray(CompletableFuture<?>[]::new));
  }

  /// Stops those of some units that are up.
  ///
  /// @return completes when the broker has acknowledged all final states, or failed to
  static CompletableFuture<Void> stop(List<EmulatedUnit> selected) {
    return CompletableFuture.allOf(
        selected.stream()
            .flatMap(unit -> unit.stop().stream())
            .toArray(CompletableFuture<?>[]::new));
  }

  /// All units, in the order of their numbers.
  List<EmulatedUnit> units() {
    return units;
  }

  /// Stops all units, and announces that if the broker can be reached.
  @Override
  public void close() {
    if (links.stream().allMatch(link -> link.bus().isUp())) {
      stop(units).completeOnTimeout(null, SHUTDOWN_TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
    }
    links.forEach(SharedLink::close);
    context.close();
  }
}
