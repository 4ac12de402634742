package io.steward.runtime.targeting;

import io.steward.api.NodeName;
import io.steward.runtime.databind.NearestWord;
import io.steward.runtime.fleet.Unit;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Whom somebody means, as it was said: each part alone, and any of them.
///
/// @param parts at least one
public record Targets(List<Expression> parts) {

  /// Everyone.
  public static final Targets ALL = new Targets(List.of(new Expression.Name("*")));

  /// Reads targets. A word is one or several expressions with commas between them; `@FILE` stands
  /// for the lines of a file, and `-` for those of standard input. In both, what follows a `#` is
  /// ignored, and so are empty lines.
  ///
  /// @param words at least one
  /// @param input standard input
  /// @throws IllegalArgumentException when a word, or a line, cannot be understood
  /// @throws IOException when a file cannot be read
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
      throw new IllegalArgumentException(String.join(" ", words) + " names no unit");
    }
    return new Targets(List.copyOf(parts));
  }

  private static void addLines(String name, Reader reader, List<Expression> parts) throws IOException {
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

  /// Whether a unit is meant.
  public boolean match(Unit unit) {
    return parts.stream().anyMatch(part -> part.matches(unit));
  }

  /// The names of those that are meant, each once, in the order of the parts: a plain name always,
  /// known or not; of the others, units that are known.
  ///
  /// @param known every unit
  /// @throws IllegalArgumentException when a part means none, or a name cannot be one
  public List<String> names(List<Unit> known) {
    Set<String> names = new LinkedHashSet<>();
    for (Expression part : parts) {
      if (part instanceof Expression.Name name && name.literal().isPresent()) {
        names.add(new NodeName(name.literal().get()).value());
        continue;
      }
      List<String> matching = known.stream().filter(part::matches).map(Unit::name).toList();
      if (matching.isEmpty()) {
        throw new IllegalArgumentException(
            "no unit is known that matches " + part + hint(known, part));
      }
      names.addAll(matching);
    }
    return List.copyOf(names);
  }

  /// What somebody may have meant who asks for something that no unit has.
  private static String hint(List<Unit> known, Expression part) {
    List<String> keys = Attributes.knownKeys(known);
    return part.keys()
        .filter(key -> known.stream().noneMatch(unit -> Attributes.has(unit, key)))
        .findFirst()
        .map(key -> "; none has \"" + key + "\"" + NearestWord.hint(key, keys))
        .orElse("");
  }

  @Override
  public String toString() {
    return parts.stream().map(Expression::toString).collect(Collectors.joining(", "));
  }
}
