package io.steward.plugin.inventory;

import io.steward.api.Description;
import io.steward.api.MethodName;
import io.steward.api.Source;
import io.steward.api.SourceContext;
import java.time.Duration;

/// Tells the facts of the machine, and again when they have changed.
///
/// @param every how often all of them are looked at
@Description("Tells what machine this is: system, processor, memory, disks, addresses.")
public record InventorySource(
    @Description("How often all facts are looked at again, 1s to 7d; addresses are every 10s.")
        Duration every)
    implements Source {

  /// Addresses change most, matter most, and cost least to look at.
  private static final Duration ADDRESSES = Duration.ofSeconds(10);

  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(7);

  /// What an operator gets who configures nothing.
  public InventorySource() {
    this(Duration.ofMinutes(10));
  }

  /// @throws IllegalArgumentException when it is to look more often, or less, than makes sense
  public InventorySource {
    if (every.compareTo(SHORTEST) < 0 || every.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("every is from 1s to 7d");
    }
  }

  @Override
  public MethodName method() {
    return Inventory.METHOD;
  }

  @Override
  public boolean sends() {
    return false;
  }

  @Override
  public void run(SourceContext context) throws InterruptedException {
    Watch watch =
        new Watch(
            () -> new Machine().facts(),
            Addresses::now,
            facts -> {
              context.facts(facts);
              context.report("knows " + facts.size() + " facts");
            });
    Duration pause = every.compareTo(ADDRESSES) < 0 ? every : ADDRESSES;
    while (true) {
      watch.lookAtAll();
      long looked = System.nanoTime();
      do {
        Thread.sleep(pause);
        watch.lookAtAddresses();
      } while (System.nanoTime() - looked < every.toNanos());
    }
  }
}
