package io.steward.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.CommandContext;
import io.steward.api.Message;
import io.steward.api.Reply;
import io.steward.api.Subject;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.MessageIdGenerator;
import io.steward.runtime.process.CommandSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever handlers do, and whatever happens meanwhile: the answers to a message follow the
/// grammar and have one end.
class AnswerGrammarTest {

  private static final String GRAMMAR =
      "rejected|expired"
          + "|accepted (rejected|expired|cancelled)"
          + "|accepted( running)+( output)*( succeeded| failed| timed-out| cancelled| unknown)";
  private static final List<String> ACTIONS =
      List.of("succeed", "fail", "throw", "break", "print", "block", "linger", "interrupt", "?");

  @TempDir private Path data = Path.of("");
  private final Map<String, AtomicInteger> runs = new java.util.concurrent.ConcurrentHashMap<>();

  private Reply act(ActHandler.Arguments arguments, CommandContext context) throws Exception {
    runs.computeIfAbsent(context.id(), id -> new AtomicInteger()).incrementAndGet();
    return switch (arguments.text()) {
      case "fail" -> Reply.failed("on request");
      case "throw" -> throw new IOException("on request");
      case "break" -> throw new IllegalStateException("on request");
      case "block" -> {
        new CountDownLatch(1).await();
        yield Reply.succeeded();
      }
      case "linger" -> {
        try {
          new CountDownLatch(1).await();
        } catch (InterruptedException stop) {
          context.output().write("stopping".getBytes(StandardCharsets.UTF_8));
        }
        yield Reply.succeeded();
      }
      case "print" -> {
        context.output().write(new byte[100_000]);
        yield Reply.succeeded();
      }
      case "interrupt" -> {
        Thread.currentThread().interrupt();
        yield Reply.succeeded();
      }
      default -> Reply.succeeded();
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void everyExchangeFollowsTheGrammarAndEndsOnce(int seed) throws IOException {
    Random random = new Random(seed);
    Subject[] subjects = {TestBinding.subject("one"), TestBinding.subject("many")};
    TestBinding binding =
        TestBinding.DEFAULTS.withTimeout(Duration.ofMillis(60)).withMailbox(1 + random.nextInt(20));
    CommandSpec<?>[] specs = {
      binding.bind("one", this::act), binding.withConcurrency(4).bind("many", this::act)
    };
    Map<String, Subject> sent = new LinkedHashMap<>();
    try (TestNode node = TestNode.with(data, specs)) {
      for (int i = 0; i < 150; i++) {
        Subject subject = subjects[random.nextInt(2)];
        String action = ACTIONS.get(random.nextInt(ACTIONS.size()));
        String key = action.equals("?") ? "txet" : "text";
        Message message = Message.to(subject, Map.of(key, action));
        String id = MessageIdGenerator.next(TestNode.CLOCK);
        sent.put(id, subject);
        if (random.nextInt(10) == 0) {
          node.cancel(subject, id);
        }
        node.send(message, id, expiry(random));
        if (random.nextInt(10) == 0) {
          node.publish(subject, id, "{\"text\":\"succeed\"}");
        }
        if (random.nextInt(5) == 0) {
          List<String> ids = new ArrayList<>(sent.keySet());
          String one = ids.get(Math.max(0, ids.size() - 1 - random.nextInt(10)));
          node.cancel(sent.getOrDefault(one, subject), one);
        }
        if (random.nextInt(70) == 0) {
          node.stop();
          node.start(specs);
        }
      }
      sent.forEach(
          (id, subject) -> assertThat(node.await(subject, id).words()).as(id).matches(GRAMMAR));
      node.stop();
      node.start(specs);
      sent.forEach((id, subject) -> {
        String words = node.answers(subject, id).words();
        assertThat(words).as("nothing follows the end").matches(GRAMMAR);
        assertThat(runs.getOrDefault(id, new AtomicInteger()).get())
            .as("a handler runs it once, and only if it is reported as running")
            .isLessThanOrEqualTo(words.contains("running") ? 1 : 0);
      });
    }
  }

  private static Headers expiry(Random random) {
    return random.nextInt(8) == 0
        ? Headers.NONE.with(
            Header.EXPIRES,
            TestNode.CLOCK.instant().plusMillis(random.nextInt(200) - 50).toString())
        : Headers.NONE;
  }
}
