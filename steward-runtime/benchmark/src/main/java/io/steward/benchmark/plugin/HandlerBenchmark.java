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

/// The JMH benchmark of {@link Boundary}. The code that JMH generates calls these methods and uses
/// their results, so that no part of a call is optimized away.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HandlerBenchmark {

  /// A handler of this program.
  @State(Scope.Benchmark)
  @SuppressWarnings("NullAway.Init") // initialized by JMH
  public static class Own {

    private HandlerCall<?> call;

    /// Creates the handler.
    @Setup
    public void make() throws ProblemsException {
      call = HandlerCall.of(new EchoHandler(), EchoHandler.Arguments.class);
    }
  }

  /// The handler of the same class file, loaded as a node does.
  @State(Scope.Benchmark)
  @SuppressWarnings("NullAway.Init") // initialized by JMH
  public static class Plugin {

    /// The folder of its jar.
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

    @SuppressWarnings("unchecked") // the handler's own class
    private static <A extends Record> HandlerCall<A> call(
        CommandHandler<A> handler, Class<?> arguments) throws ProblemsException {
      return HandlerCall.of(handler, (Class<A>) arguments);
    }

    /// Unloads the plugin.
    @TearDown
    public void unload() {
      folder.close();
    }
  }

  /// Calls the handler directly.
  @Benchmark
  public Reply directly(Own own) throws Exception {
    return own.call.call();
  }

  /// Calls the handler in the plugin.
  @Benchmark
  public Reply asPlugin(Plugin plugin) throws Exception {
    return plugin.call.call();
  }

  /// Calls the handler in the plugin, from the JSON of the arguments to that of the result.
  @Benchmark
  public byte[] fromJsonToJson(Plugin plugin) throws Exception {
    return plugin.call.bindAndCall();
  }
}
