package io.steward.runtime.cli.completion;

import io.steward.api.MessageType;
import io.steward.api.NodeName;
import io.steward.api.Subject;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.cli.method.ArgumentCheck;
import io.steward.runtime.cli.method.BestEffortQuery;
import io.steward.runtime.cli.option.Verb;
import io.steward.runtime.fleet.Unit;
import io.steward.runtime.fleet.Units;
import io.steward.runtime.fleet.UntrustedDocuments;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/// The candidates for a parameter or the value of an option, looked up when TAB is pressed: those
/// not found in time are not offered. Named in picocli's annotations.
public abstract class CompletionCandidates implements Iterable<String> {

  /// The line typed so far.
  ///
  /// @param verb the verb, with the options that were typed
  /// @param positionals the words before the current one, without options
  /// @param options the values of options, by their longest names
  /// @param current the word to complete
  public record Line(
      Object verb, List<String> positionals, Map<String, String> options, String current) {

    /// The positional word at an index, if there is one.
    Optional<String> positional(int index) {
      return positionals.stream().skip(index).findFirst();
    }

    /// Queries the broker, with a short timeout.
    void ask(BestEffortQuery.Question<Bus> question) {
      if (verb instanceof Verb brokerVerb) {
        BestEffortQuery.run(() -> {
          try (Bus bus = brokerVerb.connect()) {
            question.ask(bus);
          }
        });
      }
    }
  }

  /// All candidates; those that do not match the word are filtered later.
  public abstract Stream<String> of(Line line);

  /// Empty: help does not list them.
  @Override
  public final Iterator<String> iterator() {
    return List.<String>of().iterator();
  }

  /// Names of units.
  public static final class OfUnits extends CompletionCandidates {
    /// Made by picocli.
    OfUnits() {}

    @Override
    public Stream<String> of(Line line) {
      Queue<String> names = new ConcurrentLinkedQueue<>();
      line.ask(bus -> new Units(bus, InstantSource.system()).names(names::add));
      return names.stream();
    }
  }

  /// Subjects: first the name of a unit, then the subjects of that unit.
  public static final class OfSubjects extends CompletionCandidates {
    /// Made by picocli.
    OfSubjects() {}

    @Override
    public Stream<String> of(Line line) {
      int dot = line.current().indexOf('.');
      if (dot < 0) {
        return new OfUnits().of(line).map(name -> name + ".");
      }
      return unit(line, line.current().substring(0, dot))
          .flatMap(unit -> unit.maps("processes").stream())
          .map(process -> String.valueOf(process.get("subject")))
          .filter(subject -> parsed(subject).isPresent()); // the names of sources are no subjects
    }
  }

  /// Keys of arguments, for the subject in the first word.
  public static final class OfArguments extends CompletionCandidates {
    /// Made by picocli.
    OfArguments() {}

    @Override
    public Stream<String> of(Line line) {
      return line.positional(0).flatMap(CompletionCandidates::parsed).stream()
          .filter(subject -> subject.type() == MessageType.COMMAND)
          .flatMap(subject ->
              unit(line, subject.node().value())
                  .flatMap(unit -> new ArgumentCheck(List.of(unit)).schema(subject).stream()))
          .flatMap(schema -> keys(schema, line));
    }

    /// Keys that are not given yet, and the values of a key if they are an enum.
    static Stream<String> keys(Map<String, Object> schema, Line line) {
      Map<String, Object> properties = UntrustedDocuments.map(schema.get("properties"));
      int equals = line.current().indexOf('=');
      if (equals >= 0) {
        String key = line.current().substring(0, equals);
        return UntrustedDocuments.map(properties.get(key)).get("enum")
                instanceof Collection<?> words
            ? words.stream().map(word -> key + "=" + word)
            : Stream.empty();
      }
      return properties.keySet().stream()
          .filter(OfArguments::isKey)
          .map(key -> key + "=")
          .filter(key -> line.positionals().stream().noneMatch(word -> word.startsWith(key)));
    }

    /// Whether a word `key=value` would be read as that: not as an option, a file of arguments or
    /// another key.
    private static boolean isKey(String key) {
      return !key.isEmpty()
          && (Character.isLetterOrDigit(key.charAt(0)) || key.charAt(0) == '_')
          && key.indexOf('=') < 0;
    }
  }

  private static Optional<Subject> parsed(String text) {
    try {
      return Optional.of(Subject.parse(text));
    } catch (IllegalArgumentException none) {
      return Optional.empty();
    }
  }

  /// The last report of a unit, if known.
  protected static Stream<Unit> unit(Line line, String name) {
    Queue<Unit> found = new ConcurrentLinkedQueue<>();
    line.ask(bus ->
        new Units(bus, InstantSource.system())
            .lastReported(new NodeName(name))
            .ifPresent(found::add));
    return found.stream();
  }
}
