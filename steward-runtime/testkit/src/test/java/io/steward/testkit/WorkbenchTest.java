package io.steward.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.api.Answer;
import io.steward.api.CommandContext;
import io.steward.api.CommandHandler;
import io.steward.api.EventHandler;
import io.steward.api.MessageContext;
import io.steward.api.MethodName;
import io.steward.api.NoArguments;
import io.steward.api.PositionStore;
import io.steward.api.Reply;
import io.steward.api.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What plugin authors rely on.
class WorkbenchTest {

  /// Greets, and waits if told to.
  record Greet(String greeting) implements CommandHandler<Greet.Arguments> {
    record Arguments(String name, boolean linger) {}

    record Result(String text) {}

    @Override
    public MethodName method() {
      return new MethodName("greet");
    }

    @Override
    public Reply handle(Greet.Arguments arguments, CommandContext context)
        throws IOException, InterruptedException {
      context.output().write((greeting + "\n").getBytes(StandardCharsets.UTF_8));
      context.errors().write("to errors".getBytes(StandardCharsets.UTF_8));
      Files.writeString(context.data().resolve("last"), arguments.name());
      if (arguments.linger()) {
        new CountDownLatch(1).await();
      }
      return arguments.name().isEmpty()
          ? Reply.failed("nobody to greet")
          : Reply.succeeded(new Result(greeting + " " + arguments.name()));
    }
  }

  /// Keeps what it receives, but fails twice first.
  record Keep(List<String> kept, AtomicInteger attempts) implements EventHandler<Keep.Arguments> {
    record Arguments(String line) {}

    @Override
    public MethodName method() {
      return new MethodName("keep");
    }

    @Override
    public void handle(Keep.Arguments arguments, MessageContext context) throws IOException {
      if (attempts.incrementAndGet() < 3) {
        throw new IOException("not yet");
      }
      kept.add(arguments.line());
    }
  }

  /// Counts its commands.
  record Count() implements CommandHandler<NoArguments> {
    @Override
    public MethodName method() {
      return new MethodName("count");
    }

    @Override
    public Reply handle(NoArguments arguments, CommandContext context) throws IOException {
      int count = count(context.positions()) + 1;
      context.positions().put("count", Integer.toString(count).getBytes(StandardCharsets.UTF_8));
      return Reply.succeeded(Map.of("count", count));
    }

    static int count(PositionStore positions) throws IOException {
      return positions
          .find("count")
          .map(value -> Integer.parseInt(new String(value, StandardCharsets.UTF_8)))
          .orElse(0);
    }
  }

  @Test
  void keepsThePositionsOfItsHandler() throws IOException {
    try (Workbench bench = Workbench.of(new Count())) {
      assertThat(bench.send("{}").result()).isEqualTo(Map.of("count", 1));
      assertThat(Count.count(bench.positions())).isEqualTo(1);
      bench.positions().put("count", "41".getBytes(StandardCharsets.UTF_8));
      assertThat(bench.send("{}").result()).isEqualTo(Map.of("count", 42));
    }
  }

  @Test
  void rejectsArgumentsOfAMethodWithoutAny() {
    try (Workbench bench = Workbench.of(new Count())) {
      assertThat(bench.send("{more: 1}").reason()).contains("more: no such key");
    }
  }

  @Test
  void settingsAreReadAndRefusedAsInANode() {
    Greet usual = new Greet("hello");
    assertThat(Workbench.configured(usual, "greeting: ahoy")).isEqualTo(new Greet("ahoy"));
    assertThat(Workbench.configured(usual, "{}")).isEqualTo(usual);
    assertThatThrownBy(() -> Workbench.configured(usual, "{ greting: ahoy, greeting: [] }"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("with.greting: no such key; did you mean \"greeting\"?")
        .hasMessageContaining("with.greeting: ");
  }

  @Test
  void runsACommandAndShowsAllAnswers() throws IOException {
    try (Workbench bench = Workbench.of(new Greet("hello"))) {
      Run run = bench.send("{name: world, linger: false}");
      assertThat(run.state()).isEqualTo(State.Terminal.SUCCEEDED);
      assertThat(run.result()).isEqualTo(Map.of("text", "hello world"));
      assertThat(run.output()).isEqualTo("hello\n");
      assertThat(run.errors()).isEqualTo("to errors");
      assertThat(run.reason()).isEmpty();
      assertThat(run.answers().getFirst()).isInstanceOf(Answer.Accepted.class);
      assertThat(run.answers().getLast()).isInstanceOf(Answer.Succeeded.class);
      assertThat(run.document()).containsEntry("id", run.id()).containsKeys("started", "ended");
      assertThat(bench.data().resolve("last")).hasContent("world");
    }
  }

  @Test
  void acceptsArgumentsAsARecord() {
    try (Workbench bench = Workbench.of(new Greet("hello"))) {
      Run run = bench.start(new Greet.Arguments("record", false)).await();
      assertThat(run.result()).isEqualTo(Map.of("text", "hello record"));
    }
  }

  @Test
  void reportsFailuresAndRejections() {
    try (Workbench bench = Workbench.of(new Greet("hello"))) {
      Run failed = bench.send("{name: '', linger: false}");
      assertThat(failed.state()).isEqualTo(State.Terminal.FAILED);
      assertThat(failed.reason()).isEqualTo("nobody to greet");
      Run rejected = bench.send("{nmae: world, linger: false}");
      assertThat(rejected.state()).isEqualTo(State.Terminal.REJECTED);
      assertThat(rejected.reason()).contains("did you mean \"name\"?");
    }
  }

  @Test
  void cancelsARunningCommand() {
    try (Workbench bench = Workbench.of(new Greet("hello"))) {
      Run run = bench.start("{name: world, linger: true}").awaitRunning().awaitOutput("hello");
      assertThat(run.state()).isEqualTo(State.InProgress.RUNNING);
      assertThat(run.cancel().await().state()).isEqualTo(State.Terminal.CANCELLED);
    }
  }

  @Test
  void stopsACommandAtItsTimeout() {
    try (Workbench bench = Workbench.of(new Greet("hello"))) {
      Run run = bench.withTimeout(Duration.ofMillis(100)).send("{name: world, linger: true}");
      assertThat(run.state()).isEqualTo(State.Terminal.TIMED_OUT);
      assertThat(bench.send("{name: world, linger: false}").state())
          .isEqualTo(State.Terminal.SUCCEEDED);
    }
  }

  @Test
  void retriesAnEventUntilItIsHandled() {
    Keep keep = new Keep(new CopyOnWriteArrayList<>(), new AtomicInteger());
    try (Workbench bench = Workbench.of(keep)) {
      Run run = bench.send("{line: first}");
      assertThat(run.state()).isEqualTo(State.InProgress.ACCEPTED);
      assertThat(keep.attempts()).hasValue(3);
      assertThat(bench.send("{enil: second}").state()).isEqualTo(State.Terminal.REJECTED);
      assertThat(keep.kept()).containsExactly("first");
    }
  }

  @Test
  void leavesNothingBehind() {
    Workbench bench = Workbench.of(new Greet("hello"));
    bench.send("{name: world, linger: false}");
    bench.close();
    assertThat(bench.data()).doesNotExist();
    assertThat(bench.data().getParent()).doesNotExist();
  }
}
