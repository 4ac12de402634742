package io.steward.runtime.databind;

import io.steward.api.Domain;
import io.steward.api.MethodName;
import io.steward.api.NodeName;
import io.steward.api.Subject;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/// Types that a document writes as one scalar.
///
/// These are the types below, enums (in lower case with dashes), and every class with a `public
/// static T parse(String)` whose inverse is `toString`.
final class ScalarTypes {

  private static final Map<Class<?>, ScalarType> KNOWN = new LinkedHashMap<>();

  /// Cached, since a failed lookup is the most expensive.
  private static final ClassValue<Optional<Method>> PARSERS =
      new ClassValue<>() {
        @Override
        protected Optional<Method> computeValue(Class<?> type) {
          return parser(type);
        }
      };

  static {
    KNOWN.put(String.class, new ScalarType("text", text -> text));
    KNOWN.put(Duration.class, new ScalarType("a duration such as 30s", Durations::parse));
    KNOWN.put(
        Instant.class, new ScalarType("a time such as 2026-01-31T12:00:00Z", ScalarTypes::instant));
    KNOWN.put(Path.class, new ScalarType("a path", Path::of));
    KNOWN.put(URI.class, new ScalarType("an address", URI::create));
    KNOWN.put(NodeName.class, new ScalarType("a node name", NodeName::new));
    KNOWN.put(MethodName.class, new ScalarType("a method name", MethodName::new));
    KNOWN.put(Domain.class, new ScalarType("a domain", Domain::new));
    KNOWN.put(Subject.class, new ScalarType("a subject", Subject::parse));
  }

  private ScalarTypes() {}

  /// How a type is parsed from a scalar.
  ///
  /// @param expected describes the type to people
  /// @param parse parses a value; throws `IllegalArgumentException` if the text is invalid
  record ScalarType(String expected, Function<String, Object> parse) {}

  /// How a value with this schema is parsed: as text, unless the schema says more.
  static ScalarType of(Map<?, ?> schema) {
    Class<?> type =
        SchemaConstraints.isDuration(schema)
            ? Duration.class
            : "date-time".equals(schema.get("format"))
                ? Instant.class
                : "uri".equals(schema.get("format")) ? URI.class : String.class;
    return Objects.requireNonNull(KNOWN.get(type));
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a time such as 2026-01-31T12:00:00Z", e);
    }
  }

  /// How a type is parsed; empty if it is not a scalar.
  static Optional<ScalarType> of(Class<?> type) {
    ScalarType known = KNOWN.get(type);
    if (known != null) {
      return Optional.of(known);
    }
    if (type.isEnum()) {
      List<String> words = words(type);
      return Optional.of(
          new ScalarType(
              "one of " + String.join(", ", words), text -> constant(type, words, text)));
    }
    return PARSERS.get(type).map(method -> new ScalarType("text", text -> call(method, text)));
  }

  /// The words of an enum.
  static List<String> words(Class<?> type) {
    return Arrays.stream(type.getEnumConstants()).map(ScalarTypes::word).toList();
  }

  /// An enum's constant as a word.
  static String word(Object constant) {
    return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Object constant(Class<?> type, List<String> words, String text) {
    int index = words.indexOf(text);
    if (index < 0) {
      throw new IllegalArgumentException("no such value" + SpellingSuggestion.hint(text, words));
    }
    return type.getEnumConstants()[index];
  }

  private static Optional<Method> parser(Class<?> type) {
    try {
      Method parse = type.getDeclaredMethod("parse", String.class);
      boolean fits = Modifier.isStatic(parse.getModifiers()) && parse.getReturnType() == type;
      return fits ? Optional.of(parse) : Optional.empty();
    } catch (NoSuchMethodException none) {
      return Optional.empty();
    }
  }

  private static Object call(Method parse, String text) {
    try {
      parse.setAccessible(true);
      return parse.invoke(null, text);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException rejected) {
        throw rejected;
      }
      throw new IllegalArgumentException(String.valueOf(e.getCause()), e);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
