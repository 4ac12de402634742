package io.steward.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.steward.api.Message;
import io.steward.api.MethodName;
import io.steward.api.Source;
import io.steward.api.SourceContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What source authors rely on.
class SourceStandTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /// Sends two events, and waits to be stopped.
  record Ticker(CountDownLatch stopped) implements Source {
    @Override
    public MethodName method() {
      return new MethodName("tick");
    }

    @Override
    public void run(SourceContext context) throws InterruptedException {
      context.report("ticking to " + context.target());
      context.outbox().send(Message.to(context.target(), Map.of("tick", 1)));
      context.outbox().send(Message.to(context.target(), Map.of("tick", 2)));
      try {
        new CountDownLatch(1).await();
      } finally {
        context.outbox().send(Message.to(context.target(), Map.of("tick", "last")));
        stopped.countDown();
      }
    }
  }

  /// Fails at its first start.
  record Flaky(AtomicInteger starts) implements Source {
    @Override
    public MethodName method() {
      return new MethodName("flake");
    }

    @Override
    public void run(SourceContext context) throws IOException, InterruptedException {
      if (starts.incrementAndGet() == 1) {
        throw new IOException("the port is taken");
      }
      new CountDownLatch(1).await();
    }
  }

  /// Reports a fact, and then asks for the receiver of its events, which it has not.
  record Teller(CountDownLatch told) implements Source {
    @Override
    public MethodName method() {
      return new MethodName("teller");
    }

    @Override
    public boolean sends() {
      return false;
    }

    @Override
    public void run(SourceContext context) throws InterruptedException {
      context.facts(Map.of("berth", 7));
      told.await();
      context.report("sending to " + context.target());
    }
  }

  /// Counts its starts.
  record Starts() implements Source {
    @Override
    public MethodName method() {
      return new MethodName("starts");
    }

    @Override
    public void run(SourceContext context) throws IOException, InterruptedException {
      byte[] before = context.positions().find("starts").orElse(new byte[0]);
      context.positions().put("starts", Arrays.copyOf(before, before.length + 1));
      context.report("start " + (before.length + 1));
      new CountDownLatch(1).await();
    }
  }

  @Test
  void keepsThePositionsOfTheSource() throws IOException {
    try (SourceStand stand = Workbench.of(new Starts())) {
      await().atMost(PATIENCE).until(() -> stand.status().equals("start 1"));
      assertThat(stand.positions().keys()).containsExactly("starts");
      stand.stop();
      stand.start();
      await().atMost(PATIENCE).until(() -> stand.status().equals("start 2"));
    }
  }

  @Test
  void showsTheFactsOfASourceThatSendsNothing() {
    CountDownLatch told = new CountDownLatch(1);
    try (SourceStand stand = Workbench.of(new Teller(told))) {
      await().atMost(PATIENCE).until(() -> stand.facts().equals(Map.of("berth", 7)));
      assertThat(stand.status()).isEqualTo("starting");
      told.countDown();
      await()
          .atMost(PATIENCE)
          .until(() ->
              stand.status().contains("broken: ") && stand.status().contains("it has no target"));
      assertThat(stand.facts()).isEqualTo(Map.of("berth", 7));
    }
  }

  @Test
  void showsEventsAndStatusOfTheSource() {
    CountDownLatch stopped = new CountDownLatch(1);
    try (SourceStand stand = Workbench.of(new Ticker(stopped))) {
      await().atMost(PATIENCE).until(() -> stand.events().size() == 2);
      assertThat(stand.events()).containsExactly(Map.of("tick", 1), Map.of("tick", 2));
      assertThat(stand.status()).isEqualTo("ticking to sink.event.tick.test");
      stand.stop();
      assertThat(stopped.getCount()).isZero();
      assertThat(stand.events()).hasSize(3).last().isEqualTo(Map.of("tick", "last"));
    }
  }

  /// Ignores interrupts until it is released.
  record Deaf(CountDownLatch begun, CountDownLatch end) implements Source {
    @Override
    public MethodName method() {
      return new MethodName("deaf");
    }

    @Override
    public void run(SourceContext context) {
      begun.countDown();
      while (end.getCount() > 0) {
        try {
          end.await();
        } catch (InterruptedException ignored) {
          // on purpose
        }
      }
    }
  }

  /// Sends numbers, and notes each one sent.
  record Counter(AtomicInteger noted) implements Source {
    @Override
    public MethodName method() {
      return new MethodName("count");
    }

    @Override
    public void run(SourceContext context) throws InterruptedException {
      while (noted.get() < 2) {
        context.outbox().send(Message.to(context.target(), Map.of("number", noted.get() + 1)));
        noted.incrementAndGet();
      }
      new CountDownLatch(1).await();
    }
  }

  /// What a counter sends.
  record Count(int number) {}

  @Test
  void detectsASourceThatIgnoresInterrupts() throws InterruptedException {
    Deaf deaf = new Deaf(new CountDownLatch(1), new CountDownLatch(1));
    try (SourceStand stand = Workbench.of(deaf)) {
      deaf.begun().await();
      assertThatThrownBy(stand::stop).hasMessage("the source ignored its interrupt");
      deaf.end().countDown();
    }
  }

  @Test
  void deliversAnEventWhoseSourceDiedBeforeItKnew() {
    Counter counter = new Counter(new AtomicInteger(2));
    try (SourceStand stand = Workbench.of(counter)) {
      stand.stop();
      counter.noted().set(0);
      stand.crashAfterSending(stand::start);
      assertThat(counter.noted()).hasValue(0);
      stand.start();
      await().atMost(PATIENCE).until(() -> stand.events().size() == 3);
      assertThat(stand.events(Count.class))
          .containsExactly(new Count(1), new Count(1), new Count(2));
    }
  }

  @Test
  void blocksSendersWhileTheOutboxIsFull() {
    Counter counter = new Counter(new AtomicInteger(2));
    try (SourceStand stand = Workbench.of(counter)) {
      stand.stop();
      counter.noted().set(0);
      stand.fillOutbox();
      stand.start();
      stand.awaitRefusal();
      assertThat(stand.events()).isEmpty();
      stand.makeRoom();
      await().atMost(PATIENCE).until(() -> stand.events().size() == 2);
      assertThatThrownBy(() -> stand.events(Ticker.class)).isInstanceOf(AssertionError.class);
    }
  }

  /// Listens until interrupted, on a channel that an interrupt closes.
  record Listening() implements Source {
    @Override
    public MethodName method() {
      return new MethodName("listen");
    }

    @Override
    public void run(SourceContext context) throws IOException {
      try (ServerSocketChannel channel = ServerSocketChannel.open()) {
        channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        context.report("listening");
        channel.accept().close();
      }
    }
  }

  @Test
  void isNotFailedWhenStoppedWhileListening() {
    try (SourceStand stand = Workbench.of(new Listening())) {
      await().atMost(PATIENCE).until(() -> stand.status().startsWith("listening"));
      stand.stop();
      assertThat(stand.status()).doesNotContain("Closed");
    }
  }

  /// The source does not handle a full disk, as few authors do.
  @Test
  void isRestartedAsLongAsTheDiskIsFull() {
    TestClock clock = TestClock.atSix();
    Counter counter = new Counter(new AtomicInteger(2));
    try (SourceStand stand = Workbench.of(counter, clock)) {
      stand.stop();
      counter.noted().set(0);
      stand.fillDisk();
      stand.start();
      for (int restart = 0; restart < 20; restart++) {
        clock.advance(clock.awaitPause());
      }
      Duration pause = clock.awaitPause();
      assertThat(stand.status()).isEqualTo("the disk is full");
      stand.makeRoom();
      clock.advance(pause);
      await().atMost(PATIENCE).until(() -> stand.events().size() == 2);
    }
  }

  @Test
  void restartsASourceThatEndsByItself() {
    AtomicInteger starts = new AtomicInteger();
    try (SourceStand stand = Workbench.of(new Flaky(starts))) {
      await().atMost(PATIENCE).until(() -> stand.status().equals("the port is taken"));
      await().atMost(PATIENCE).until(() -> starts.get() == 2);
    }
  }
}
