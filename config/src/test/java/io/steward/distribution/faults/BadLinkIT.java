package io.steward.distribution.faults;

import static org.awaitility.Awaitility.await;

import io.steward.distribution.faults.Proxy.Way;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/// Commands, events and answers get through links that are slow, narrow, dead, reset and cut.
class BadLinkIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private Path folder = Path.of("");

  /// A fault of a link.
  @FunctionalInterface
  private interface Trouble {
    void happen(Proxy proxy) throws Exception;
  }

  /// A sending and a receiving node share a link, which fails while they work.
  private void survives(Random random, int times, Trouble trouble) throws Exception {
    try (FaultScenario faultScenario = FaultScenario.in(folder);
        Proxy proxy = Proxy.to(faultScenario.broker().address())) {
      RealNode ship = faultScenario.node("ship", proxy.url(), folder.resolve("ship")).start();
      RealNode central =
          faultScenario.node("central", proxy.url(), folder.resolve("central")).start();
      ship.awaitUp();
      central.awaitUp();
      List<String> to = List.of(ship.once(), ship.again(), ship.sink());
      for (int i = 0; i < times; i++) {
        faultScenario
            .station()
            .send(
                central.forward(),
                "{\"text\":\"f\",\"on\":[\"%s\",\"%s\"],\"times\":%d}"
                    .formatted(ship.once(), ship.sink(), 1 + random.nextInt(5)));
        for (int j = 1 + random.nextInt(10); j > 0; j--) {
          faultScenario.station().send(to.get(random.nextInt(to.size())), "{\"text\":\"s\"}");
        }
        trouble.happen(proxy);
      }
      faultScenario.settle();
    }
  }

  @Seeded
  void aSlowLink(long seed) throws Exception {
    Random random = new Random(seed);
    survives(
        random, 3, proxy -> proxy.set(new Way.Delayed(Duration.ofMillis(random.nextInt(150)))));
  }

  @Seeded
  void aNarrowLink(long seed) throws Exception {
    Random random = new Random(seed);
    survives(random, 3, proxy -> proxy.set(new Way.Throttled(30_000 + random.nextInt(60_000))));
  }

  @Seeded
  void aLinkThatIsReset(long seed) throws Exception {
    Random random = new Random(seed);
    survives(random, 2, Proxy::reset);
  }

  @Seeded
  void aLinkThatIsCutWithinAMessage(long seed) throws Exception {
    Random random = new Random(seed);
    survives(
        random,
        2,
        proxy -> {
          proxy.cutAfter(random.nextInt(8000));
          await().atMost(PATIENCE).until(proxy::hasCut);
        });
  }

  /// Data waiting to be written when the link breaks must not be sent on the next connection before
  /// the data lost with the first one.
  @Seeded
  void aLinkThatIsCutWhileManyAnswersAreUnderWay(long seed) throws Exception {
    Random random = new Random(seed);
    try (FaultScenario faultScenario = FaultScenario.in(folder);
        Proxy proxy = Proxy.to(faultScenario.broker().address())) {
      RealNode ship =
          faultScenario.node("ship", proxy.url(), folder.resolve("ship")).start().awaitUp();
      List<String> to = List.of(ship.once(), ship.again());
      for (int i = 0; i < 400; i++) {
        faultScenario.station().send(to.get(i % to.size()), "{\"text\":\"m\"}");
        if (i % 40 == 39) {
          proxy.cutAfter(random.nextInt(20_000));
        }
      }
      proxy.cutAfter(Long.MAX_VALUE);
      faultScenario.settle();
    }
  }

  @Seeded
  void aLinkThatOpensAndCarriesNothing(long seed) throws Exception {
    Random random = new Random(seed);
    survives(
        random,
        1,
        proxy -> {
          int before = proxy.dead();
          proxy.set(new Way.Dead());
          proxy.reset();
          await().atMost(PATIENCE).until(() -> proxy.dead() > before);
          proxy.set(new Way.Clear());
        });
  }

  /// The node is not notified: it takes a minute until its pings time out.
  @Seeded(most = 2)
  @Tag("long")
  void aLinkThatDiesAndStaysOpen(long seed) throws Exception {
    Random random = new Random(seed);
    survives(
        random,
        1,
        proxy -> {
          proxy.set(new Way.Dead());
          await().atMost(PATIENCE).until(() -> proxy.dead() >= 2);
          proxy.set(new Way.Clear());
        });
  }
}
