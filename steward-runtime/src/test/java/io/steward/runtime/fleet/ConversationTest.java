package io.steward.runtime.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.api.Answer;
import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.binding.Json;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.Letter;
import io.steward.runtime.bus.LoopbackBus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConversationTest {

  private static final Subject SUBJECT = Subject.parse("ship1.command.echo.test");
  private static final String ID = "some-id";
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration NONE = Duration.ZERO;

  private final LoopbackBus bus = new LoopbackBus(InstantSource.system());

  @AfterEach
  void close() {
    bus.close();
  }

  private void answer(String state) {
    byte[] body = Json.write(Map.of("at", "2026-01-01T00:00:00Z", "reason", "as told"));
    store(Headers.NONE.with(Header.STATE, state), body);
  }

  private void print(String text) {
    store(
        Headers.NONE.with(Header.STREAM, "stdout").with(Header.OFFSET, "0"),
        text.getBytes(StandardCharsets.UTF_8));
  }

  private void store(Headers headers, byte[] body) {
    bus.store(new Letter(bus.addresses().reply(SUBJECT, ID), headers, body)).join();
  }

  @Test
  void tellsEachAnswerInOrderAndEndsWithTheLast() throws Exception {
    try (Conversation conversation = Conversation.follow(bus, SUBJECT, ID)) {
      assertThat(conversation.state()).isEqualTo(State.Open.STORED);
      assertThat(conversation.next(NONE)).isEmpty();
      answer("accepted");
      answer("running");
      print("hello");
      answer("failed");
      assertThat(conversation.next(PATIENCE)).get().isInstanceOf(Answer.Accepted.class);
      assertThat(conversation.next(PATIENCE)).get().isInstanceOf(Answer.Running.class);
      assertThat(conversation.next(PATIENCE)).get().isInstanceOf(Answer.Output.class);
      assertThat(conversation.state()).isEqualTo(State.Open.RUNNING);
      assertThat(conversation.next(PATIENCE))
          .get()
          .isInstanceOfSatisfying(
              Answer.Failed.class, failed -> assertThat(failed.reason()).isEqualTo("as told"));
      assertThat(conversation.state()).isEqualTo(State.Last.FAILED);
      assertThatThrownBy(() -> conversation.next(NONE)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void tellsWhatWasAnsweredBeforeAnybodyFollowed() throws Exception {
    answer("accepted");
    answer("running");
    answer("succeeded");
    try (Conversation conversation = Conversation.follow(bus, SUBJECT, ID)) {
      assertThat(conversation.next(PATIENCE)).get().isInstanceOf(Answer.Accepted.class);
      assertThat(conversation.next(PATIENCE)).get().isInstanceOf(Answer.Running.class);
      assertThat(conversation.next(PATIENCE)).get().isInstanceOf(Answer.Succeeded.class);
    }
  }

  @Test
  void whatWasNeverStoredIsNoAnswer() throws Exception {
    try (Conversation conversation = Conversation.follow(bus, SUBJECT, ID)) {
      bus.publish(
          new Letter(
              bus.addresses().liveReply(SUBJECT, ID),
              Headers.NONE.with(Header.STATE, "succeeded"),
              Json.write(Map.of("at", "2026-01-01T00:00:00Z"))));
      answer("accepted");
      assertThat(conversation.next(PATIENCE)).get().isInstanceOf(Answer.Accepted.class);
    }
  }

  @Test
  void cannotBeAskedAfterItWasClosed() throws Exception {
    Conversation conversation = Conversation.follow(bus, SUBJECT, ID);
    conversation.close();
    assertThatThrownBy(() -> conversation.next(PATIENCE)).isInstanceOf(IllegalStateException.class);
  }
}
