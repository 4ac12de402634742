package io.steward.benchmark.plugin;

import io.steward.api.CommandHandler;
import io.steward.api.Reply;
import io.steward.benchmark.echo.EchoHandler;
import io.steward.runtime.databind.ProblemsException;
import io.steward.runtime.plugin.PluginFolder;
import io.steward.runtime.plugin.PluginMethod;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// What {@link Boundary} has JMH measure: it generates what calls these methods, and uses what they
/// return, so that nothing of a call can be left out.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HandlerBenchmark {

  /// A handler of this program's own.
  @State(Scope.Benchmark)
  @SuppressWarnings("NullAway.Init") // JMH makes it ready
  public static class Own {

    private HandlerCall<?> call;

    /// Makes the handler.
    @Setup
    public void make() throws ProblemsException {
      call = HandlerCall.of(new EchoHandler(), EchoHandler.Arguments.class);
    }
  }

  /// The same class file's handler, as a node loads it.
  @State(Scope.Benchmark)
  @SuppressWarnings("NullAway.Init") // JMH makes it ready
  public static class Plugin {

    /// Where its jar is.
    @Param("plugins")
    private String jars;

    private PluginFolder folder;
    private HandlerCall<?> call;

    /// Loads the plugin.
    @Setup
    public void load() throws IOException, ProblemsException {
      folder = PluginJar.open(Path.of(jars));
      PluginMethod method = folder.methods().getFirst();
      CommandHandler<?> handler = PluginJar.handler(method);
      PluginJar.check(handler);
      call = call(handler, method.arguments().orElseThrow());
    }

    @SuppressWarnings("unchecked") // they are those of the handler
    private static <A> HandlerCall<A> call(CommandHandler<A> handler, Class<?> arguments)
        throws ProblemsException {
      return HandlerCall.of(handler, (Class<A>) arguments);
    }

    /// Unloads it.
    @TearDown
    public void unload() {
      folder.close();
    }
  }

  /// A call of a method.
  @Benchmark
  public Reply directly(Own own) throws Exception {
    return own.call.call();
  }

  /// A call into a plugin.
  @Benchmark
  public Reply asPlugin(Plugin plugin) throws Exception {
    return plugin.call.call();
  }

  /// From the bytes of the arguments to those of the result.
  @Benchmark
  public byte[] fromJsonToJson(Plugin plugin) throws Exception {
    return plugin.call.bindAndCall();
  }
}
