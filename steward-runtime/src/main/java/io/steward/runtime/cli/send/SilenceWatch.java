package io.steward.runtime.cli.send;

import io.steward.api.MessageType;
import io.steward.api.NodeName;
import io.steward.api.State;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.cli.option.SendOptions;
import io.steward.runtime.cli.terminal.Console;
import io.steward.runtime.fleet.ExchangeFollower;
import io.steward.runtime.fleet.Presence;
import io.steward.runtime.fleet.Unit;
import io.steward.runtime.fleet.Units;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Tells, once for each unit that a program waits for, that the unit is not online: since when, and
/// what will happen. Looks only while a unit takes longer than most do to answer.
///
/// Safe for use by any thread.
final class SilenceWatch implements AutoCloseable {

  private static final Duration FIRST_LOOK = Duration.ofMillis(500);
  private static final Duration INTERVAL = Duration.ofSeconds(2);

  /// How much longer to wait than to look: reading thousands of units takes a while.
  private static final int PAUSE_PER_LOOK = 10;

  /// Up to so many units are asked for one by one.
  private static final int FEW = 20;

  private final Units units;
  private final Console console;
  private final SilenceNote note;
  private final Map<String, SilenceNote.Waiting> waiting = new ConcurrentSkipListMap<>();
  private final Set<String> told = new HashSet<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  private SilenceWatch(Bus bus, Console console, SilenceNote note) {
    this.units = new Units(bus, InstantSource.system());
    this.console = console;
    this.note = note;
  }

  /// Starts to watch; closed when the program no longer waits.
  static SilenceWatch start(Bus bus, Console console, SendOptions options) {
    SilenceWatch watch = new SilenceWatch(bus, console, SilenceNote.of(options));
    Thread.ofPlatform().daemon().name("silent units").start(watch::run);
    return watch;
  }

  /// Notes the state of a message that is waited for.
  void onState(ExchangeFollower follower, State state) {
    String unit = follower.subject().node().value();
    boolean event = follower.subject().type() == MessageType.EVENT;
    if (state instanceof State.Terminal || (event && state == State.InProgress.ACCEPTED)) {
      waiting.remove(unit);
    } else {
      waiting.put(unit, new SilenceNote.Waiting(follower.id(), state));
    }
  }

  private void run() {
    try {
      Duration pause = FIRST_LOOK;
      while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        long start = System.nanoTime();
        look();
        Duration took = Duration.ofNanos(System.nanoTime() - start).multipliedBy(PAUSE_PER_LOOK);
        pause = took.compareTo(INTERVAL) > 0 ? took : INTERVAL;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() throws InterruptedException {
    Map<String, SilenceNote.Waiting> untold = new LinkedHashMap<>(waiting);
    untold.keySet().removeAll(told);
    List<Unit> away = new ArrayList<>();
    try {
      for (Unit unit : read(untold.keySet())) {
        if (unit.presence() != Presence.ONLINE && waiting.containsKey(unit.name())) {
          away.add(unit);
        }
      }
    } catch (IOException | IllegalStateException unknown) {
      return; // the broker may answer next time, unless the program is about to end
    }
    if (!away.isEmpty() && closed.getCount() > 0) {
      away.forEach(unit -> told.add(unit.name()));
      tell(away, untold);
    }
  }

  private List<Unit> read(Set<String> names) throws IOException, InterruptedException {
    Map<String, Unit> found = new LinkedHashMap<>();
    names.forEach(name -> found.put(name, Unit.unseen(name)));
    if (names.size() > FEW) {
      units.all().forEach(unit -> found.replace(unit.name(), unit));
    } else {
      for (String name : names) {
        units.find(new NodeName(name)).ifPresent(unit -> found.replace(name, unit));
      }
    }
    return List.copyOf(found.values());
  }

  private void tell(List<Unit> away, Map<String, SilenceNote.Waiting> messages) {
    if (console.json()) {
      for (Unit unit : away) {
        Map<String, Object> object = new LinkedHashMap<>();
        Optional.ofNullable(messages.get(unit.name()))
            .ifPresent(message -> object.put("id", message.id()));
        object.put("node", unit.name());
        object.put("presence", unit.presence().word());
        if (unit.presence() != Presence.UNSEEN) {
          object.put("since", unit.since().toString());
        }
        object.put("why", unit.why());
        console.object("away", object);
      }
    } else {
      console.note(note.text(away, messages));
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
