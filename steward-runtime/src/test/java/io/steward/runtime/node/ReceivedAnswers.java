package io.steward.runtime.node;

import io.steward.api.Answer;
import io.steward.api.Subject;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.fleet.BodyReader;
import io.steward.runtime.fleet.ReceivedAnswer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// All stored answers of a node to one message.
record ReceivedAnswers(List<ReceivedAnswer> list) {

  static ReceivedAnswers of(Bus bus, Subject subject, String id) {
    List<ReceivedAnswer> told = new ArrayList<>();
    try (Bus.StreamReader reader =
        bus.read(
            bus.addresses().repliesStream(),
            bus.addresses().replySubject(subject, id),
            new Bus.StartPosition.AtSequence(1))) {
      for (var next = reader.next(); next.isPresent(); next = reader.next()) {
        told.add(ReceivedAnswer.read(next.get(), new BodyReader(bus)).orElseThrow());
      }
      return new ReceivedAnswers(told);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// The states of the answers, with `output` for output.
  String words() {
    return list.stream()
        .map(each -> each.state().map(state -> state.word()).orElse("output"))
        .collect(Collectors.joining(" "));
  }

  boolean has(String word) {
    return List.of(words().split(" ", -1)).contains(word);
  }

  boolean isEnded() {
    return !list.isEmpty() && list.getLast().answer() instanceof Answer.Outcome;
  }

  /// The reason for the outcome.
  String reason() {
    return list.getLast().document().getOrDefault("reason", "").toString();
  }

  /// What the handler returned.
  Object result() {
    return list.getLast().document().getOrDefault("result", "");
  }

  /// What was printed on standard output, with a mark where the offsets leave a gap.
  String output() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    long end = 0;
    for (ReceivedAnswer each : list) {
      if (each.answer() instanceof Answer.Output(var channel, long offset, var content)
          && channel == Answer.Channel.STDOUT) {
        if (offset != end) {
          bytes.writeBytes(
              String.format(Locale.ROOT, "[%d]", offset - end).getBytes(StandardCharsets.UTF_8));
        }
        byte[] chunk = new byte[content.remaining()];
        content.get(chunk);
        bytes.writeBytes(chunk);
        end = offset + chunk.length;
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
