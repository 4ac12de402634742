package io.steward.benchmark.engine;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.steward.api.NodeName;
import io.steward.api.State;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;

/// Many units without an engine, on a few connections.
final class PlainFleet {

  private static final int CONNECTIONS = 20;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Map<String, PlainUnit> units = new ConcurrentHashMap<>();

  private PlainFleet() {}

  /// Starts units that answer each command at once.
  static void start(TrialFleet fleet, List<NodeName> names, State... answers)
      throws IOException, InterruptedException, TimeoutException {
    PlainFleet plainFleet = new PlainFleet();
    for (int i = 0; i < CONNECTIONS; i++) {
      Connection connection = fleet.connect();
      Dispatcher dispatcher = connection.createDispatcher(plainFleet::answer);
      dispatcher.setPendingLimits(-1, -1);
      for (int unit = i; unit < names.size(); unit += CONNECTIONS) {
        NodeName name = names.get(unit);
        String subject = NoOpCommand.subject(name).toString();
        plainFleet.units.put(subject, new PlainUnit(fleet, connection, name, List.of(answers)));
        dispatcher.subscribe(subject);
      }
      connection.flush(TIMEOUT);
    }
  }

  private void answer(Message command) {
    Objects.requireNonNull(units.get(command.getSubject())).answer(command);
  }
}
