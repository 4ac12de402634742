package io.steward.benchmark.plugin;

import io.steward.api.CommandHandler;
import io.steward.api.MethodHandler;
import io.steward.benchmark.jvm.NodeJvm;
import io.steward.benchmark.measure.Comparison;
import io.steward.benchmark.measure.Comparison.Way;
import io.steward.benchmark.measure.Figure;
import io.steward.benchmark.measure.Quantiles;
import io.steward.benchmark.measure.Rounds;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.slf4j.LoggerFactory;

/// The first plugin that a program loads: the time from opening the folder until its handler is
/// created. Each load is in a fresh JVM, started as a node is, so all classes for it are loaded for
/// the first time, too.
///
/// @param jvm the JVM to start
/// @param starts the number of JVMs
public record ColdLoad(NodeJvm jvm, int starts) {

  private static final String PLAIN = "plainly";
  private static final String AS_PLUGIN = "as a plugin";

  public Comparison<Path> comparison(String name, Rounds rounds) {
    return new Comparison<>(
        name,
        "a plugin's jar, loaded first in each of %,d JVMs".formatted(starts),
        rounds,
        List.of(
            new Way<>("plain, a URLClassLoader", folder -> measure(folder, PLAIN)),
            new Way<>("steward", folder -> measure(folder, AS_PLUGIN))));
  }

  private List<Figure> measure(Path folder, String how) throws Exception {
    Path jars = PluginJar.in(folder);
    List<Long> took = new ArrayList<>();
    for (int i = 0; i < starts; i++) {
      took.add(Long.valueOf(jvm.run(ColdLoad.class, how, jars.toString())));
    }
    Quantiles sorted = Quantiles.of(took);
    return List.of(
        Figure.time("p50", sorted.at(50)), Figure.time("slowest", sorted.sorted().getLast()));
  }

  /// The main method of that JVM, which prints the nanoseconds that the load took.
  ///
  /// @param arguments the way to load, and the folder
  static void main(String[] arguments) throws Exception {
    Path jars = Path.of(arguments[1]);
    LoggerFactory.getLogger(ColdLoad.class).debug("a node sets up its log before its plugins");
    long began = System.nanoTime();
    CommandHandler<?> handler =
        arguments[0].equals(PLAIN) ? loadPlain(jars.resolve(PluginJar.NAME)) : loadAsPlugin(jars);
    long took = System.nanoTime() - began;
    PluginJar.check(handler);
    IO.println(took);
    System.exit(0); // open resources end with the JVM
  }

  private static CommandHandler<?> loadAsPlugin(Path jars) throws IOException {
    return PluginJar.handler(PluginJar.open(jars).methods().getFirst());
  }

  private static CommandHandler<?> loadPlain(Path jar) throws IOException {
    URLClassLoader loader =
        new URLClassLoader(new URL[] {jar.toUri().toURL()}, new ApiOnlyLoader());
    return (CommandHandler<?>)
        ServiceLoader.load(MethodHandler.class, loader).findFirst().orElseThrow();
  }

  /// Finds only the API, so that the jar's classes are not loaded from this program.
  private static final class ApiOnlyLoader extends ClassLoader {

    ApiOnlyLoader() {
      super(null); // every other built-in parent finds this program's modules
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (!name.startsWith(MethodHandler.class.getPackageName() + ".")) {
        throw new ClassNotFoundException(name);
      }
      return MethodHandler.class.getClassLoader().loadClass(name);
    }
  }
}
