package io.steward.benchmark.engine;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.JetStream;
import io.nats.client.Message;
import io.nats.client.MessageHandler;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import io.steward.api.NodeName;
import io.steward.api.State;
import io.steward.runtime.bus.Header;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;

/// A unit without an engine: it answers each command as soon as it is received, and stores nothing.
///
/// @param fleet its fleet
/// @param connection the connection to the broker
/// @param name its name
/// @param answers the states that it publishes for each command
record PlainUnit(TrialFleet fleet, Connection connection, NodeName name, List<State> answers) {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /// A unit that is handed its commands by the caller.
  static PlainUnit connect(TrialFleet fleet, NodeName name, State... answers)
      throws IOException, InterruptedException {
    return new PlainUnit(fleet, fleet.connect(), name, List.of(answers));
  }

  /// Subscribes to commands, and answers each at once.
  void start() throws IOException, InterruptedException {
    subscribe(this::answer);
  }

  /// Subscribes to commands, and answers each once a line for it is durable.
  void startWithFile() throws IOException, InterruptedException {
    PlainFile file = fleet.closeLater(PlainFile.open(fleet.folder().resolve(name + ".log")));
    subscribe(message -> file.append(message.getData(), () -> answer(message)));
  }

  private void subscribe(MessageHandler handler) throws IOException, InterruptedException {
    Dispatcher dispatcher = connection.createDispatcher(handler);
    dispatcher.setPendingLimits(-1, -1);
    dispatcher.subscribe(NoOpCommand.subject(name).toString());
    try {
      connection.flush(TIMEOUT);
    } catch (TimeoutException e) {
      throw new IOException(e);
    }
  }

  /// Publishes the answers to a command.
  void answer(Message command) {
    try {
      JetStream jetStream = connection.jetStream();
      String id = Objects.requireNonNull(command.getHeaders().getFirst(Header.ID));
      for (State state : answers) {
        var _ = jetStream.publishAsync(answer(id, state.word()));
      }
    } catch (IOException e) {
      throw new IllegalStateException("the floor cannot be measured", e);
    }
  }

  private Message answer(String id, String state) {
    String now = InstantSource.system().instant().toString();
    Headers headers =
        new Headers()
            .put(Header.ID, id + "." + state)
            .put(Header.VERSION, Header.CURRENT_VERSION)
            .put(Header.FROM, name.value())
            .put(Header.SENT, now)
            .put(Header.STATE, state);
    // of the same size as the engine's
    String body =
        """
        {"id":"%s","subject":"%s","from":"operator-benchmark","state":"%s","at":"%s"}\
        """
            .formatted(id, NoOpCommand.subject(name), state, now);
    return NatsMessage.builder()
        .subject(fleet.addresses().replySubject(NoOpCommand.subject(name), id))
        .headers(headers)
        .data(body.getBytes(StandardCharsets.UTF_8))
        .build();
  }
}
