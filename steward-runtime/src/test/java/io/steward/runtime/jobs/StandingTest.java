package io.steward.runtime.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.NodeName;
import io.steward.runtime.binding.Binder;
import io.steward.runtime.binding.Document;
import io.steward.runtime.binding.Json;
import io.steward.runtime.binding.Plain;
import io.steward.runtime.binding.ProblemsException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StandingTest {

  private static Standing again(Standing standing) throws ProblemsException {
    byte[] json = Json.write(Plain.of(standing.course("central", Ordered.AT)));
    Course course = Binder.bind(Document.json("course", json), Course.class);
    return new Standing(standing.order, Optional.of(course));
  }

  @Test
  void isTheSameAfterItWasWrittenAndRead() throws ProblemsException {
    Standing standing = new Standing(Ordered.of(4, "canary: 1"), Optional.empty());
    standing.advance(0, Mark.UNKNOWN);
    standing.retryFailed();
    standing.advance(0, Mark.RUNNING);
    standing.advance(1, Mark.STORED);
    standing.join("ship9");
    standing.proven = true;
    standing.wish = 42;
    standing.begun = Optional.of(Ordered.AT);
    Course course = standing.course("central", Ordered.AT);
    assertThat(course.marks()).isEqualTo("rs...");
    assertThat(course.counts()).isEqualTo(Map.of("pending", 3, "stored", 1, "running", 1));
    assertThat(again(standing).course("central", Ordered.AT)).isEqualTo(course);
  }

  @Test
  void readsItsOrderAsItWasWritten() throws ProblemsException {
    Order order = Ordered.of(2, "{ramp: x2, splay: 1m, maxFailed: 2.5%, lateJoiners: true}");
    byte[] json = Json.write(Plain.of(order));
    assertThat(Binder.bind(Document.json("order", json), Order.class)).isEqualTo(order);
  }

  @Test
  void neverGoesBack() {
    Standing standing = new Standing(Ordered.of(1, "{}"), Optional.empty());
    assertThat(standing.advance(0, Mark.RUNNING)).isTrue();
    assertThat(standing.advance(0, Mark.ACCEPTED)).isFalse();
    assertThat(standing.advance(0, Mark.SUCCEEDED)).isTrue();
    assertThat(standing.advance(0, Mark.FAILED)).isFalse();
    assertThat(standing.mark(0)).isEqualTo(Mark.SUCCEEDED);
  }

  @Test
  void knowsWhoseMomentHasCome() {
    Standing standing = new Standing(Ordered.of(3, "splay: 1m"), Optional.empty());
    standing.splay(0, Ordered.AT.plusSeconds(10));
    standing.splay(2, Ordered.AT.plusSeconds(20));
    assertThat(standing.due(Ordered.AT)).isEmpty();
    assertThat(standing.due(Ordered.AT.plusSeconds(10))).containsExactly(0);
    standing.advance(0, Mark.BEGUN);
    assertThat(standing.due(Ordered.AT.plusSeconds(30))).containsExactly(2);
    standing.holdBack();
    assertThat(standing.isSplaying()).isFalse();
    assertThat(standing.due(Ordered.AT.plusSeconds(30))).isEmpty();
  }

  @Test
  void givesEachAttemptAnIdOfItsOwnAndAlwaysTheSame() {
    Standing standing = new Standing(Ordered.of(2, "{}"), Optional.empty());
    String first = standing.messageId(0);
    assertThat(standing.messageId(1)).isNotEqualTo(first);
    assertThat(new Standing(standing.order, Optional.empty()).messageId(0)).isEqualTo(first);
    standing.advance(0, Mark.FAILED);
    assertThat(standing.retryFailed()).isOne();
    assertThat(standing.messageId(0)).isNotEqualTo(first);
    assertThat(standing.attempt(0)).isEqualTo(2);
  }

  @Test
  void canBeResumedAfterItStoppedAndEndsWhenCancelled() {
    Standing standing = new Standing(Ordered.of(3, "maxFailed: 0"), Optional.empty());
    standing.advance(0, Mark.FAILED);
    standing.phase = Phase.STOPPED;
    Fulfilment fulfilment = new Fulfilment(standing, 1);
    fulfilment.of(wish(Wish.Kind.RESUME), Ordered.AT);
    assertThat(standing.phase).isEqualTo(Phase.RUNNING);
    assertThat(standing.forgivenFailed).isOne();
    fulfilment.of(wish(Wish.Kind.CANCEL), Ordered.AT);
    fulfilment.of(wish(Wish.Kind.RESUME), Ordered.AT);
    assertThat(standing.phase).isEqualTo(Phase.CANCELLED);
  }

  @Test
  void hasAsMuchTimeAgainWhenWhatFailedIsTriedOnceMore() {
    Standing standing = new Standing(Ordered.of(1, "{}"), Optional.empty());
    standing.advance(0, Mark.FAILED);
    standing.phase = Phase.FINISHED;
    standing.ended = Optional.of(Ordered.AT);
    Instant later = Ordered.DEADLINE.plusSeconds(60);
    new Fulfilment(standing, 0).of(wish(Wish.Kind.RETRY_FAILED), later);
    assertThat(standing.phase).isEqualTo(Phase.RUNNING);
    assertThat(standing.ended).isEmpty();
    assertThat(standing.deadline).isEqualTo(later.plus(standing.order.span()));
  }

  private static Wish wish(Wish.Kind kind) {
    return new Wish(kind, new NodeName("operator"), Ordered.AT);
  }
}
