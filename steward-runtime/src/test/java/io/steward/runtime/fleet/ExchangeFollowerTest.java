package io.steward.runtime.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.api.Answer;
import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.LoopbackBus;
import io.steward.runtime.bus.OutboundMessage;
import io.steward.runtime.databind.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExchangeFollowerTest {

  private static final Subject SUBJECT = Subject.parse("ship1.command.echo.test");
  private static final String ID = "some-id";
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration NO_WAIT = Duration.ZERO;

  private final LoopbackBus bus = new LoopbackBus(InstantSource.system());

  @AfterEach
  void close() {
    bus.close();
  }

  private void answer(String state) {
    byte[] body = Json.write(Map.of("at", "2026-01-01T00:00:00Z", "reason", "disk full"));
    store(Headers.NONE.with(Header.STATE, state), body);
  }

  private void print(String text) {
    store(
        Headers.NONE.with(Header.STREAM, "stdout").with(Header.OFFSET, "0"),
        text.getBytes(StandardCharsets.UTF_8));
  }

  private void store(Headers headers, byte[] body) {
    bus.store(new OutboundMessage(bus.addresses().replySubject(SUBJECT, ID), headers, body)).join();
  }

  @Test
  void returnsEachAnswerInOrderAndEndsWithTheOutcome() throws Exception {
    try (ExchangeFollower follower = ExchangeFollower.follow(bus, SUBJECT, ID)) {
      assertThat(follower.state()).isEqualTo(State.InProgress.STORED);
      assertThat(follower.next(NO_WAIT)).isEmpty();
      answer("accepted");
      answer("running");
      print("hello");
      answer("failed");
      assertThat(follower.next(PATIENCE)).get().isInstanceOf(Answer.Accepted.class);
      assertThat(follower.next(PATIENCE)).get().isInstanceOf(Answer.Running.class);
      assertThat(follower.next(PATIENCE)).get().isInstanceOf(Answer.Output.class);
      assertThat(follower.state()).isEqualTo(State.InProgress.RUNNING);
      assertThat(follower.next(PATIENCE))
          .get()
          .isInstanceOfSatisfying(
              Answer.Failed.class, failed -> assertThat(failed.reason()).isEqualTo("disk full"));
      assertThat(follower.state()).isEqualTo(State.Terminal.FAILED);
      assertThatThrownBy(() -> follower.next(NO_WAIT)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void returnsAnswersStoredBeforeItFollowed() throws Exception {
    answer("accepted");
    answer("running");
    answer("succeeded");
    try (ExchangeFollower follower = ExchangeFollower.follow(bus, SUBJECT, ID)) {
      assertThat(follower.next(PATIENCE)).get().isInstanceOf(Answer.Accepted.class);
      assertThat(follower.next(PATIENCE)).get().isInstanceOf(Answer.Running.class);
      assertThat(follower.next(PATIENCE)).get().isInstanceOf(Answer.Succeeded.class);
    }
  }

  @Test
  void ignoresAnswersThatWereNeverStored() throws Exception {
    try (ExchangeFollower follower = ExchangeFollower.follow(bus, SUBJECT, ID)) {
      bus.publish(
          new OutboundMessage(
              bus.addresses().liveReplySubject(SUBJECT, ID),
              Headers.NONE.with(Header.STATE, "succeeded"),
              Json.write(Map.of("at", "2026-01-01T00:00:00Z"))));
      answer("accepted");
      assertThat(follower.next(PATIENCE)).get().isInstanceOf(Answer.Accepted.class);
    }
  }

  @Test
  void failsOnceClosed() throws Exception {
    ExchangeFollower follower = ExchangeFollower.follow(bus, SUBJECT, ID);
    follower.close();
    assertThatThrownBy(() -> follower.next(PATIENCE)).isInstanceOf(IllegalStateException.class);
  }
}
