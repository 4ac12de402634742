package io.steward.runtime.cli.context;

import io.steward.runtime.bus.ConnectOptions;
import io.steward.runtime.databind.ProblemsException;
import io.steward.runtime.databind.SpellingSuggestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The contexts of the stock `nats` tool: files with a broker and credentials, one of which may be
/// selected.
///
/// @param environment names the folder of the contexts and the context to use
/// @param home the user's folder
record NatsContexts(Map<String, String> environment, Path home) {

  private static final String VARIABLE = "NATS_CONTEXT";
  private static final String SUFFIX = ".json";

  private Path folder() {
    return Optional.ofNullable(environment.get("XDG_CONFIG_HOME"))
        .filter(configured -> !configured.isEmpty())
        .map(Path::of)
        .orElse(home.resolve(".config"))
        .resolve("nats");
  }

  /// The context named by the environment, otherwise the selected one, if any.
  ///
  /// @throws ProblemsException if it is invalid
  Optional<ConnectOptions> selected() throws ProblemsException, IOException {
    String named = environment.getOrDefault(VARIABLE, "");
    if (!named.isEmpty()) {
      return Optional.of(read(named, VARIABLE));
    }
    Path selection = folder().resolve("context.txt");
    String selected = Files.exists(selection) ? Files.readString(selection).strip() : "";
    return selected.isEmpty()
        ? Optional.empty()
        : Optional.of(read(selected, selection.toString()));
  }

  /// Reads a context by name.
  ///
  /// @param by the option, variable or file that names it
  /// @throws ProblemsException if it is invalid
  /// @throws IllegalArgumentException if it does not exist
  ConnectOptions read(String name, String by) throws ProblemsException, IOException {
    Path contexts = folder().resolve("context");
    Path file = contexts.resolve(name.replace('/', '-') + SUFFIX);
    if (name.contains("/") || name.contains("..") || !Files.exists(file)) {
      throw new IllegalArgumentException(
          by
              + ": there is no NATS context "
              + file
              + SpellingSuggestion.hint(name, names(contexts)));
    }
    return new NatsContextFile(file, environment, home).read();
  }

  private static List<String> names(Path contexts) throws IOException {
    if (!Files.isDirectory(contexts)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(contexts)) {
      return all.map(path -> path.getFileName().toString())
          .filter(file -> file.endsWith(SUFFIX))
          .map(file -> file.substring(0, file.length() - SUFFIX.length()))
          .toList();
    }
  }
}
