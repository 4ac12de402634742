package io.steward.plugin.inventory;

import io.steward.api.Description;
import io.steward.api.DurationRange;
import io.steward.api.MethodName;
import io.steward.api.Source;
import io.steward.api.SourceContext;
import java.time.Duration;

/// Reports the facts of the machine, and again when they have changed.
///
/// @param every how often all facts are read
@Description("Reports facts about the machine: system, processor, memory, disks, addresses.")
public record InventorySource(
    @Description("How often all facts are read; addresses are read every 10s.")
        @DurationRange(min = "1s", max = "7d")
        Duration every)
    implements Source {

  /// Addresses change most often, matter most, and are the cheapest to read.
  private static final Duration ADDRESSES = Duration.ofSeconds(10);

  /// The default settings.
  public InventorySource() {
    this(Duration.ofMinutes(10));
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
    FactChanges factChanges =
        new FactChanges(
            () -> new Machine().facts(),
            Addresses::now,
            facts -> {
              context.facts(facts);
              context.report("reports " + facts.size() + " facts");
            });
    Duration pause = every.compareTo(ADDRESSES) < 0 ? every : ADDRESSES;
    while (true) {
      factChanges.readAll();
      long looked = System.nanoTime();
      do {
        Thread.sleep(pause);
        factChanges.readAddresses();
      } while (System.nanoTime() - looked < every.toNanos());
    }
  }
}
