package io.steward.runtime.targeting;

import io.steward.api.NodeName;
import io.steward.runtime.databind.SpellingSuggestion;
import io.steward.runtime.fleet.Unit;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The targets of a command as the user wrote them: a list of expressions, of which a unit must
/// match any.
///
/// @param parts at least one
public record Targets(List<Expression> parts) {

  /// All units.
  public static final Targets ALL = new Targets(List.of(new Expression.Name("*")));

  /// Parses targets. A word is one expression or a comma-separated list; `@FILE` stands for the
  /// lines of a file, and `-` for those of standard input. In both, comments after `#` and empty
  /// lines are ignored.
  ///
  /// @param words at least one
  /// @param input standard input
  /// @throws IllegalArgumentException if a word or a line cannot be parsed
  /// @throws IOException if a file cannot be read
  public static Targets read(List<String> words, Reader input) throws IOException {
    List<Expression> parts = new ArrayList<>();
    for (String word : words) {
      if (word.equals("-")) {
        addLines("standard input", input, parts);
      } else if (word.startsWith("@")) {
        Path file = Path.of(word.substring(1));
        if (!Files.isRegularFile(file)) {
          throw new IllegalArgumentException(word + ": there is no file " + file);
        }
        try (Reader reader = Files.newBufferedReader(file)) {
          addLines(file.toString(), reader, parts);
        }
      } else {
        parts.addAll(new Parser(word).list());
      }
    }
    if (parts.isEmpty()) {
      throw new IllegalArgumentException(String.join(" ", words) + " lists no unit");
    }
    return new Targets(List.copyOf(parts));
  }

  private static void addLines(String name, Reader reader, List<Expression> parts)
      throws IOException {
    List<String> lines = new BufferedReader(reader).lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).replaceFirst("(^|\\s)#.*", "").strip();
      if (!line.isEmpty()) {
        try {
          parts.addAll(new Parser(line).list());
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException(name + ":" + (i + 1) + ": " + e.getMessage(), e);
        }
      }
    }
  }

  /// Whether a unit matches any of the parts.
  public boolean match(Unit unit) {
    return parts.stream().anyMatch(part -> part.matches(unit));
  }

  /// The names of the selected units, each once, in the order of the parts. A literal name is
  /// included whether it is known or not; other expressions select known units.
  ///
  /// @param known all known units
  /// @throws IllegalArgumentException if a part selects no unit, or a name is invalid
  public List<String> names(List<Unit> known) {
    Set<String> names = new LinkedHashSet<>();
    for (Expression part : parts) {
      if (part instanceof Expression.Name name && name.literal().isPresent()) {
        names.add(new NodeName(name.literal().get()).value());
        continue;
      }
      List<String> matching = known.stream().filter(part::matches).map(Unit::name).toList();
      if (matching.isEmpty()) {
        throw new IllegalArgumentException("no known unit matches " + part + hint(known, part));
      }
      names.addAll(matching);
    }
    return List.copyOf(names);
  }

  /// The unit names, if every part is one. Such targets need no list of known units.
  public Optional<List<NodeName>> literalNames() {
    List<NodeName> names = new ArrayList<>();
    for (Expression part : parts) {
      if (!(part instanceof Expression.Name name) || name.literal().isEmpty()) {
        return Optional.empty();
      }
      names.add(new NodeName(name.literal().get()));
    }
    return Optional.of(List.copyOf(names));
  }

  /// A suggestion for a key that no unit has.
  private static String hint(List<Unit> known, Expression part) {
    List<String> keys = Attributes.knownKeys(known);
    return part.keys()
        .filter(key -> known.stream().noneMatch(unit -> Attributes.has(unit, key)))
        .findFirst()
        .map(key -> "; none has \"" + key + "\"" + SpellingSuggestion.hint(key, keys))
        .orElse("");
  }

  @Override
  public String toString() {
    return parts.stream().map(Expression::toString).collect(Collectors.joining(", "));
  }
}
