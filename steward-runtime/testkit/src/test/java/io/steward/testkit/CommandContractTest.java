package io.steward.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.api.CommandContext;
import io.steward.api.CommandHandler;
import io.steward.api.Description;
import io.steward.api.MethodName;
import io.steward.api.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contract passes for a handler that keeps it, and fails for one that does not.
class CommandContractTest {

  /// Arguments of the commands in these tests.
  public record Arguments(@Description("Whether it takes long.") boolean lasting) {}

  /// Keeps the contract.
  @Description("Runs as long as its arguments say.")
  public record Obedient(@Description("A word.") String word) implements CommandHandler<Arguments> {

    /// The default settings.
    public Obedient() {
      this("hello");
    }

    @Override
    public MethodName method() {
      return new MethodName("obey");
    }

    @Override
    public Reply handle(Arguments arguments, CommandContext context) throws InterruptedException {
      if (arguments.lasting()) {
        new CountDownLatch(1).await();
      }
      return Reply.succeeded();
    }
  }

  /// Ignores interrupts, leaves a thread behind, has no descriptions, forgets its setting, and is
  /// not provided.
  record Wild(String word) implements CommandHandler<Wild.Whims> {

    private static final CountDownLatch END = new CountDownLatch(1);

    record Whims(boolean lasting) {}

    Wild {
      word = word + "!";
    }

    @Override
    public MethodName method() {
      return new MethodName("obey");
    }

    @Override
    public Reply handle(Whims arguments, CommandContext context) {
      if (arguments.lasting()) {
        Thread.ofVirtual().name("stays").start(() -> ignoring(END));
        ignoring(END);
      }
      throw new IllegalStateException("misbehaved");
    }

    private static void ignoring(CountDownLatch end) {
      while (end.getCount() > 0) {
        try {
          end.await(1, TimeUnit.HOURS);
        } catch (InterruptedException ignored) {
          // on purpose
        }
      }
    }
  }

  abstract static class WithSample<A extends Record> extends CommandContract<A> {
    @TempDir Path folder = Path.of("");
    private final String settings;

    WithSample(String settings) {
      this.settings = settings;
    }

    @Override
    protected Path sample() {
      try {
        return Files.writeString(
            folder.resolve("sample.yaml"),
            "node: bench\ncommands: { obey.test: { from: [central], with: " + settings + " } }\n");
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  /// A handler that keeps the contract.
  @Nested
  class AnObedientHandler extends Obeying {
    AnObedientHandler() {
      super("{ word: aye }");
    }
  }

  static class Obeying extends WithSample<Arguments> {

    Obeying(String settings) {
      super(settings);
    }

    @Override
    protected Obedient handler() {
      return new Obedient("aye");
    }

    @Override
    protected Arguments shortArguments() {
      return new Arguments(false);
    }

    @Override
    protected Optional<Arguments> longArguments() {
      return Optional.of(new Arguments(true));
    }
  }

  private static final class WildContract extends WithSample<Wild.Whims> {

    WildContract(Path folder, String settings) {
      super(settings);
      this.folder = folder;
    }

    @Override
    protected Wild handler() {
      return new Wild("wild");
    }

    @Override
    protected Wild.Whims shortArguments() {
      return new Wild.Whims(false);
    }

    @Override
    protected Optional<Wild.Whims> longArguments() {
      return Optional.of(new Wild.Whims(true));
    }

    @Override
    protected void release() {
      Wild.END.countDown();
    }
  }

  @TempDir private Path folder = Path.of("");

  private WildContract wild(String settings) {
    return new WildContract(folder, settings);
  }

  @Test
  void detectsAHandlerThatIsNotProvided() {
    assertThatThrownBy(wild("{}")::isFoundAndCreatedByANode)
        .hasMessageContaining("a node cannot find " + Wild.class.getName());
  }

  @Test
  void detectsMissingDescriptions() {
    assertThatThrownBy(wild("{}")::describesItselfAndItsSettings)
        .hasMessage(Wild.class.getName() + " has no @Description");
    assertThatThrownBy(wild("{}")::describesItsArguments)
        .hasMessage(Wild.Whims.class.getName() + " has no @Description of lasting");
  }

  @Test
  void detectsASampleThatLacksASetting() {
    assertThatThrownBy(wild("{}")::showsEverySettingInItsSample)
        .hasMessageEndingWith("sample.yaml does not show word");
  }

  @Test
  void detectsAnInvalidSample() {
    var contract = new Obeying("{ wrod: aye }");
    contract.folder = folder;
    assertThatThrownBy(contract::acceptsTheSettingsOfItsSample)
        .hasMessageContaining("commands.obey.test.with.wrod: no such key; did you mean \"word\"?");
  }

  @Test
  void detectsABrokenHandler() {
    assertThatThrownBy(wild("{}")::followsTheExchangeGrammar)
        .hasMessage("the handler is broken: broken: java.lang.IllegalStateException: misbehaved");
  }

  @Test
  void detectsAHandlerThatIgnoresInterrupts() {
    assertThatThrownBy(wild("{}")::endsAtItsTimeout)
        .hasMessage("the handler is broken: broken: the handler ignored its interrupt");
  }
}
