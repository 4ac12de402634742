package io.steward.distribution.faults;

import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.PushSubscribeOptions;
import io.nats.client.api.KeyValueEntry;
import io.nats.client.impl.Headers;
import io.steward.distribution.faults.History.ReportedState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Reads a fleet's data from the broker, as any NATS client can.
///
/// @param url of the broker
record Archive(String url) {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Set<String> IN_PROGRESS = Set.of("accepted", "running");

  /// A message stored for a process.
  ///
  /// @param id of the message
  /// @param subject the process
  /// @param sender of the message
  record Stored(String id, String subject, String sender) {}

  /// All commands and events, in the order of their streams.
  List<Stored> messages() throws IOException, InterruptedException {
    List<Stored> all =
        new ArrayList<>(read("STEWARD_COMMANDS_00", "steward.command.>", Archive::stored));
    all.addAll(read("STEWARD_EVENTS", "steward.event.>", Archive::stored));
    return all;
  }

  /// All reported states, in the order of the stream.
  List<ReportedState> reported() throws IOException, InterruptedException {
    return read("STEWARD_REPLIES", "steward.reply.>", Archive::reported);
  }

  /// How a message ended.
  ///
  /// @param id of the message
  /// @param state the last state reported
  /// @param body of the answer, JSON
  record Outcome(String id, String state, String body) {}

  /// All reported outcomes, in the order of the stream.
  List<Outcome> outcomes() throws IOException, InterruptedException {
    return read("STEWARD_REPLIES", "steward.reply.>", Archive::outcome);
  }

  /// The ids of the messages that succeeded.
  Set<String> succeeded() throws IOException, InterruptedException {
    return reported().stream()
        .filter(reported -> reported.state().equals("succeeded"))
        .map(ReportedState::id)
        .collect(Collectors.toSet());
  }

  /// The published state of a unit, as stored.
  @SuppressWarnings("try") // closing a connection may be interrupted; the test ends then
  String unit(String name) throws IOException, InterruptedException {
    try (Connection connection = Nats.connect(url)) {
      return Optional.ofNullable(connection.keyValue("steward-units").get(name))
          .map(KeyValueEntry::getValueAsString)
          .orElse("");
    } catch (JetStreamApiException e) {
      throw new IOException(e);
    }
  }

  /// The number of stored messages of objects: pieces and manifests.
  @SuppressWarnings("try") // as above
  long objects() throws IOException, InterruptedException {
    try (Connection connection = Nats.connect(url)) {
      return connection
          .jetStreamManagement()
          .getStreamInfo("KV_steward-objects")
          .getStreamState()
          .getMsgCount();
    } catch (JetStreamApiException e) {
      throw new IOException(e);
    }
  }

  private static Optional<Stored> stored(Message message) {
    List<String> tokens = List.of(message.getSubject().split("\\.", -1));
    int node = tokens.size() - 3;
    String subject =
        tokens.get(node)
            + "."
            + tokens.get(1)
            + "."
            + String.join(".", tokens.subList(node + 1, tokens.size()));
    return header(message, "Steward-Id")
        .or(() -> header(message, "Nats-Msg-Id"))
        .map(id -> new Stored(id, subject, header(message, "Steward-From").orElse("anonymous")));
  }

  private static Optional<ReportedState> reported(Message message) {
    String id = message.getSubject().replaceAll(".*\\.", "");
    return header(message, "Steward-State")
        .map(state -> new ReportedState(id, header(message, "Nats-Msg-Id").orElse(""), state));
  }

  private static Optional<Outcome> outcome(Message message) {
    return reported(message)
        .filter(reported -> !IN_PROGRESS.contains(reported.state()))
        .map(reported ->
            new Outcome(
                reported.id(),
                reported.state(),
                new String(message.getData(), StandardCharsets.UTF_8)));
  }

  private static Optional<String> header(Message message, String name) {
    Headers headers = message.getHeaders();
    return Optional.ofNullable(headers == null ? null : headers.getFirst(name));
  }

  private <T> List<T> read(String stream, String subjects, Function<Message, Optional<T>> as)
      throws IOException, InterruptedException {
    Connection nats =
        Nats.connect(
            Options.builder()
                .server(url)
                .connectionName("archive")
                .errorListener(new ErrorListener() {})
                .build());
    try {
      return read(nats, stream, subjects, as);
    } catch (JetStreamApiException e) {
      throw new IOException(e);
    } finally {
      nats.close();
    }
  }

  private static <T> List<T> read(
      Connection nats, String stream, String subjects, Function<Message, Optional<T>> as)
      throws IOException, InterruptedException, JetStreamApiException {
    long last = nats.jetStreamManagement().getStreamInfo(stream).getStreamState().getLastSequence();
    List<T> all = new ArrayList<>();
    if (last == 0) {
      return all;
    }
    JetStreamSubscription reading =
        nats.jetStream()
            .subscribe(
                subjects, PushSubscribeOptions.builder().stream(stream).ordered(true).build());
    for (long place = 0; place < last; ) {
      Message next = reading.nextMessage(PATIENCE);
      if (next == null) {
        throw new IOException(stream + " was not delivered to its end");
      }
      as.apply(next).ifPresent(all::add);
      place = next.metaData().streamSequence();
    }
    return all;
  }
}
