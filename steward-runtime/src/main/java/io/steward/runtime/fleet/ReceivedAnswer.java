package io.steward.runtime.fleet;

import io.steward.api.Answer;
import io.steward.api.State;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.InboundMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// An answer with its document and its message.
///
/// @param answer the answer
/// @param document its whole document as plain data; empty for output
/// @param message the message as it was received
public record ReceivedAnswer(Answer answer, Map<String, Object> document, InboundMessage message) {

  /// Reads an answer; empty if this version does not know its kind.
  ///
  /// @param bodyReader reads its document, which may be in the bucket of bodies
  /// @throws IOException if the document cannot be read now
  public static Optional<ReceivedAnswer> read(InboundMessage message, BodyReader bodyReader)
      throws IOException, InterruptedException {
    try {
      Optional<String> stream = message.headers().find(Header.STREAM);
      if (stream.isPresent()) {
        return Optional.of(new ReceivedAnswer(output(stream.get(), message), Map.of(), message));
      }
      Map<String, Object> document = bodyReader.document(message);
      return message
          .headers()
          .find(Header.STATE)
          .map(State::parse)
          .flatMap(state -> answer(state, document))
          .map(answer -> new ReceivedAnswer(answer, document, message));
    } catch (IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Answer output(String stream, InboundMessage message) {
    Answer.Channel channel =
        stream.equals("stderr") ? Answer.Channel.STDERR : Answer.Channel.STDOUT;
    long offset = message.headers().find(Header.OFFSET).map(Long::parseLong).orElse(0L);
    return new Answer.Output(channel, offset, ByteBuffer.wrap(message.body()));
  }

  private static Optional<Answer> answer(State state, Map<String, Object> document) {
    Instant at = Instant.parse(String.valueOf(document.get("at")));
    String reason = document.getOrDefault("reason", "").toString();
    Object result = document.getOrDefault("result", Map.of());
    return switch (state) {
      case State.InProgress inProgress ->
          switch (inProgress) {
            case STORED -> Optional.empty();
            case ACCEPTED -> Optional.of(new Answer.Accepted(at));
            case RUNNING -> Optional.of(new Answer.Running(at));
          };
      case State.Terminal terminal ->
          Optional.of(
              switch (terminal) {
                case SUCCEEDED -> new Answer.Succeeded(at, result);
                case FAILED -> new Answer.Failed(at, reason, result);
                case TIMED_OUT -> new Answer.TimedOut(at, reason);
                case CANCELLED -> new Answer.Cancelled(at, reason);
                case EXPIRED -> new Answer.Expired(at);
                case REJECTED -> new Answer.Rejected(at, reason);
                case UNKNOWN -> new Answer.Unknown(at, reason);
              });
    };
  }

  /// The state of the message after this answer; empty for output.
  public Optional<State> state() {
    return switch (answer) {
      case Answer.Accepted _ -> Optional.of(State.InProgress.ACCEPTED);
      case Answer.Running _ -> Optional.of(State.InProgress.RUNNING);
      case Answer.Output _ -> Optional.empty();
      case Answer.Outcome outcome -> Optional.of(outcome.state());
    };
  }
}
