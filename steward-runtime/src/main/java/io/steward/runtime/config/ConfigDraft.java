package io.steward.runtime.config;

import io.steward.runtime.databind.Binder;
import io.steward.runtime.databind.Document;
import io.steward.runtime.databind.Position;
import io.steward.runtime.databind.Problem;
import io.steward.runtime.databind.ProblemsException;
import io.steward.runtime.databind.Tree;
import io.steward.runtime.digest.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A node's configuration as written in its file, valid or not. It allows checks of one part
/// although another is invalid, so that no problem hides others.
///
/// @param file the path as given
/// @param digest the SHA-256 of its text, in hex
/// @param document its content
public record ConfigDraft(Path file, String digest, Document document) {

  private static final Path DEFAULT_PLUGINS = Path.of("plugins");

  /// Reads a file.
  ///
  /// @param environment the values of `${NAME}`
  /// @throws ProblemsException if the file cannot be read or parsed at all
  public static ConfigDraft read(Path file, Map<String, String> environment)
      throws ProblemsException {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw new ProblemsException(
          List.of(
              new Problem(
                  file.toString(), Position.START, "", "the file cannot be read: " + reason(e))));
    }
    Document document = new Variables(environment).expand(Document.yaml(file.toString(), text));
    return new ConfigDraft(file, Sha256.of(text), document);
  }

  private static String reason(IOException e) {
    return e instanceof NoSuchFileException ? "it does not exist" : String.valueOf(e.getMessage());
  }

  /// Binds the configuration.
  ///
  /// @throws ProblemsException with all its problems
  public ConfigFile bind() throws ProblemsException {
    return new ConfigFile(file, digest, Binder.bind(document, NodeConfig.class));
  }

  /// Whether a part of an earlier version is missing. Then the file may be in the middle of being
  /// written: it can be cut off at any line and still be valid.
  public boolean lacksPartsOf(ConfigDraft earlier) {
    return lacks(document.root(), earlier.document().root());
  }

  private static boolean lacks(Tree tree, Tree earlier) {
    return switch (earlier) {
      case Tree.Scalar scalar -> !scalar.isNull() && tree.isNull();
      case Tree.Sequence(_, _, List<Tree> items) ->
          !(tree instanceof Tree.Sequence(_, _, List<Tree> now)) || now.size() < items.size();
      case Tree.Mapping(_, _, Map<String, Tree.Entry> entries) ->
          entries.entrySet().stream()
              .anyMatch(each ->
                  child(tree, each.getKey())
                      .filter(now -> !lacks(now.value(), each.getValue().value()))
                      .isEmpty());
    };
  }

  /// The folder with plugin jars; the default if the file does not say it in a readable way.
  public Path plugins() {
    Path folder =
        child(document.root(), "plugins")
            .flatMap(plugins -> child(plugins.value(), "folder"))
            .flatMap(entry -> path(entry.value()))
            .orElse(DEFAULT_PLUGINS);
    return resolve(folder);
  }

  /// Resolves a path in the file, which is relative to the file.
  public Path resolve(Path path) {
    return file.toAbsolutePath().resolveSibling(path).normalize();
  }

  /// The section `plugins`. No plugin code may run if it is invalid.
  ///
  /// @throws ProblemsException with all problems of the whole configuration
  public PluginsConfig pluginsConfig() throws ProblemsException {
    Optional<Tree> section =
        child(document.root(), "plugins").map(Tree.Entry::value).filter(tree -> !tree.isNull());
    if (section.isEmpty()) {
      return PluginsConfig.DEFAULT;
    }
    try {
      return Binder.bind(section.get(), PluginsConfig.class, "plugins");
    } catch (ProblemsException e) {
      bind();
      throw e;
    }
  }

  /// The items of a list in the section `plugins`, with their positions.
  ///
  /// @param key such as `native`
  public List<Tree.Scalar> pluginListItems(String key) {
    return child(document.root(), "plugins")
        .flatMap(plugins -> child(plugins.value(), key))
        .map(Tree.Entry::value)
        .filter(Tree.Sequence.class::isInstance)
        .map(Tree.Sequence.class::cast)
        .map(Tree.Sequence::items)
        .orElse(List.of())
        .stream()
        .filter(Tree.Scalar.class::isInstance)
        .map(Tree.Scalar.class::cast)
        .toList();
  }

  private static Optional<Path> path(Tree tree) {
    try {
      return tree instanceof Tree.Scalar scalar && !scalar.isNull()
          ? Optional.of(Path.of(scalar.text()))
          : Optional.empty();
    } catch (InvalidPathException invalid) {
      return Optional.empty();
    }
  }

  /// The bindings of a section whose keys are readable.
  ///
  /// @param section `commands`, `events` or `sources`
  public List<Binding> bindings(String section) {
    List<Binding> bindings = new ArrayList<>();
    child(document.root(), section)
        .map(Tree.Entry::value)
        .filter(Tree.Mapping.class::isInstance)
        .map(Tree.Mapping.class::cast)
        .ifPresent(mapping ->
            mapping
                .entries()
                .forEach((text, entry) ->
                    key(text).ifPresent(key -> bindings.add(binding(key, entry)))));
    return bindings;
  }

  /// The startup commands that are readable.
  public List<Startup> startup() {
    List<Startup> startup = new ArrayList<>();
    if (child(document.root(), "startup").map(Tree.Entry::value).orElse(document.root())
        instanceof Tree.Sequence sequence) {
      for (int i = 0; i < sequence.items().size(); i++) {
        String path = "startup[" + i + "]";
        Tree item = sequence.items().get(i);
        child(item, "command")
            .map(Tree.Entry::value)
            .filter(Tree.Scalar.class::isInstance)
            .map(Tree.Scalar.class::cast)
            .ifPresent(command ->
                key(command.text())
                    .ifPresent(key ->
                        startup.add(new Startup(key, command.position(), arguments(item), path))));
      }
    }
    return startup;
  }

  /// The arguments of a command; an empty map if it has none.
  private static Tree arguments(Tree command) {
    return child(command, "arguments")
        .map(Tree.Entry::value)
        .filter(arguments -> !arguments.isNull())
        .orElseGet(() -> new Tree.Mapping(command.origin(), command.position(), Map.of()));
  }

  private static Optional<BindingKey> key(String text) {
    try {
      return Optional.of(BindingKey.parse(text));
    } catch (IllegalArgumentException invalid) {
      return Optional.empty();
    }
  }

  private static Binding binding(BindingKey key, Tree.Entry entry) {
    return new Binding(
        key,
        entry.position(),
        child(entry.value(), "with").map(Tree.Entry::value).filter(with -> !with.isNull()),
        child(entry.value(), "to").map(Tree.Entry::value).filter(to -> !to.isNull()).isPresent());
  }

  private static Optional<Tree.Entry> child(Tree tree, String key) {
    return tree instanceof Tree.Mapping mapping
        ? Optional.ofNullable(mapping.entries().get(key))
        : Optional.empty();
  }

  /// What a binding requires of a plugin.
  ///
  /// @param key the method and domain
  /// @param position the position of the key
  /// @param with the settings
  /// @param hasReceiver whether it names a receiver for what a source sends
  public record Binding(
      BindingKey key, Position position, Optional<Tree> with, boolean hasReceiver) {}

  /// What a startup command requires of a binding.
  ///
  /// @param key the key of the binding
  /// @param position the position of that key
  /// @param arguments the command's arguments
  /// @param path the path of the startup command in the document
  public record Startup(BindingKey key, Position position, Tree arguments, String path) {}
}
