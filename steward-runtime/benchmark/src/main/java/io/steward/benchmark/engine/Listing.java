package io.steward.benchmark.engine;

import io.nats.client.Connection;
import io.nats.client.KeyValue;
import io.nats.client.api.KeyValueWatcher;
import io.steward.benchmark.measure.Comparison;
import io.steward.benchmark.measure.Comparison.Way;
import io.steward.benchmark.measure.Figure;
import io.steward.benchmark.measure.Rounds;
import io.steward.runtime.bus.NatsBus;
import io.steward.runtime.fleet.Units;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// Reads the states of many units once.
///
/// @param units the number of units
record Listing(int units) {

  Comparison<TrialFleet> comparison(String name, Rounds rounds) {
    return new Comparison<>(
        name,
        "the states of %,d units, until all are read".formatted(units),
        rounds,
        List.of(new Way<>("plain, a watcher", this::plain), new Way<>("steward", this::steward)));
  }

  private List<Figure> plain(TrialFleet fleet) throws Exception {
    var _ = Fleet.emulate(fleet, units);
    Connection connection = fleet.connect();
    KeyValue bucket = connection.keyValue(fleet.addresses().unitsBucket());
    CountDownLatch all = new CountDownLatch(1);
    Stopwatch stopwatch = Stopwatch.start();
    bucket.watchAll(
        new KeyValueWatcher() {
          @Override
          public void watch(io.nats.client.api.KeyValueEntry entry) {
            // received; the content is not parsed
          }

          @Override
          public void endOfData() {
            all.countDown();
          }
        });
    all.await();
    return stopwatch.stop();
  }

  private List<Figure> steward(TrialFleet fleet) throws Exception {
    var _ = Fleet.emulate(fleet, units);
    NatsBus operator = fleet.openBus("operator-benchmark");
    operator.addresses(); // waits until it is connected
    Stopwatch stopwatch = Stopwatch.start();
    int found = new Units(operator, InstantSource.system()).all().size();
    List<Figure> figures = stopwatch.stop();
    if (found != units) {
      throw new IOException(found + " units were found, not " + units);
    }
    return figures;
  }
}
