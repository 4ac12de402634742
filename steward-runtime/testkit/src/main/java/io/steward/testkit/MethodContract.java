package io.steward.testkit;

import io.steward.api.CommandHandler;
import io.steward.api.Description;
import io.steward.api.EventHandler;
import io.steward.api.MethodHandler;
import io.steward.api.MethodName;
import io.steward.api.Source;
import io.steward.runtime.config.ConfigDraft;
import io.steward.runtime.databind.Binder;
import io.steward.runtime.databind.Document;
import io.steward.runtime.databind.Json;
import io.steward.runtime.databind.PlainData;
import io.steward.runtime.databind.ProblemsException;
import io.steward.runtime.databind.Tree;
import io.steward.runtime.plugin.PluginMethod;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// The contract of every method. Plugin tests inherit it through one of its three subclasses.
///
/// It counts all threads of the program, so no other test may run concurrently.
@Isolated
public abstract sealed class MethodContract permits CommandContract, EventContract, SourceContract {

  private static final String UNKNOWN_KEY = "no-such-key";

  /// For the three subclasses.
  MethodContract() {}

  /// The configuration that shows every setting of the plugin; `sample.yaml` in the project's
  /// folder by default.
  ///
  /// @return its path, relative to the project's folder
  protected Path sample() {
    return Path.of("sample.yaml");
  }

  /// The handler or source under test.
  abstract Object subject();

  private Class<?> type() {
    return subject().getClass();
  }

  private Object defaults() {
    return Provided.of(type())
        .orElseThrow(() ->
            new AssertionError(
                "a node cannot find "
                    + type().getName()
                    + ": the module descriptor must provide it, and it needs a constructor"
                    + " without parameters"));
  }

  private static MethodName name(Object subject) {
    return switch (subject) {
      case MethodHandler<?> handler -> handler.method();
      case Source source -> source.method();
      default -> throw new IllegalArgumentException(subject.getClass() + " is not a method");
    };
  }

  /// The settings that the sample gives this method, by the path of the binding.
  private Map<String, Tree> bindings() throws ProblemsException {
    String section =
        switch (subject()) {
          case CommandHandler<?> _ -> "commands";
          case EventHandler<?> _ -> "events";
          default -> "sources";
        };
    ConfigDraft draft = ConfigDraft.read(sample(), System.getenv());
    var _ = draft.bind();
    Map<String, Tree> bindings = new LinkedHashMap<>();
    for (ConfigDraft.Binding each : draft.bindings(section)) {
      if (each.key().method().equals(name(subject()))) {
        bindings.put(
            section + "." + each.key() + ".with",
            each.with()
                .orElseGet(() -> new Tree.Mapping(sample().toString(), each.position(), Map.of())));
      }
    }
    if (bindings.isEmpty()) {
      throw new AssertionError(
          sample() + " does not bind " + name(subject()) + " under " + section);
    }
    return bindings;
  }

  /// A node finds the method, reads its name without running its code, and creates an instance with
  /// default settings for each binding, all with the same method name.
  @Test
  public final void isFoundAndCreatedByANode() {
    if (!type().isRecord()) {
      throw new AssertionError(
          type().getName() + " is not a record with its settings as components");
    }
    Object one = defaults();
    Object another = defaults();
    assertEqual(name(one), declaredName(), "the name as its class file says it");
    assertEqual(name(one), name(another), "the names of two instances");
    assertEqual(name(one), name(subject()), "the name with other settings");
    assertEqual(one, another, "the default settings of two instances");
  }

  private MethodName declaredName() {
    try {
      return PluginMethod.declaredName(type());
    } catch (IllegalArgumentException e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  /// `steward describe` has a description of the method and of every setting.
  @Test
  public final void describesItselfAndItsSettings() {
    if (!type().isAnnotationPresent(Description.class)) {
      throw new AssertionError(type().getName() + " has no @Description");
    }
    assertDescribed(type());
  }

  /// Settings are unchanged after they have been written and read.
  ///
  /// @throws Exception when they are not
  @Test
  public final void settingsSurviveSerialization() throws Exception {
    assertSurvivesSerialization(defaults());
    assertSurvivesSerialization(subject());
  }

  /// The sample binds the method with valid settings.
  ///
  /// @throws Exception when it does not
  @Test
  public final void acceptsTheSettingsOfItsSample() throws Exception {
    for (var binding : bindings().entrySet()) {
      var _ = Binder.overlay(defaults(), binding.getValue(), binding.getKey());
    }
  }

  /// The sample shows every setting.
  ///
  /// @throws Exception when it does not
  @Test
  public final void showsEverySettingInItsSample() throws Exception {
    Set<String> missing =
        Arrays.stream(type().getRecordComponents())
            .map(RecordComponent::getName)
            .collect(Collectors.toCollection(TreeSet::new));
    for (Tree with : bindings().values()) {
      if (with instanceof Tree.Mapping mapping) {
        missing.removeAll(mapping.entries().keySet());
      }
    }
    if (!missing.isEmpty()) {
      throw new AssertionError(sample() + " does not show " + String.join(", ", missing));
    }
  }

  /// An unknown setting is refused with its position.
  ///
  /// @throws Exception when it does not
  @Test
  public final void refusesAnUnknownSetting() throws Exception {
    Document with = Document.yaml("with", UNKNOWN_KEY + ": 1");
    try {
      Object made = Binder.overlay(defaults(), with.root(), "");
      throw new AssertionError(made + " was created with an unknown setting");
    } catch (ProblemsException e) {
      String problem = e.problems().getFirst().toString();
      if (!problem.startsWith("with:1:1 " + UNKNOWN_KEY + ": no such key")) {
        throw new AssertionError("it was refused for another reason: " + problem, e);
      }
    }
  }

  /// All threads have ended when the process has ended, whatever the method did.
  ///
  /// @throws Exception when it does not
  @Test
  public final void leaksNoThreads() throws Exception {
    ThreadCensus before = ThreadCensus.take();
    exercise();
    release();
    before.awaitNoMore();
  }

  /// Releases what the test itself holds, such as a server that the method talks to, before threads
  /// are counted; does nothing by default.
  protected void release() {}

  /// Runs the method on a bench, and closes the bench.
  abstract void exercise() throws Exception;

  /// Checks that every component of a record has a description.
  static void assertDescribed(Class<?> record) {
    List<String> missing =
        Arrays.stream(record.getRecordComponents())
            .filter(component -> !component.isAnnotationPresent(Description.class))
            .map(RecordComponent::getName)
            .toList();
    if (!missing.isEmpty()) {
      throw new AssertionError(
          record.getName() + " has no @Description of " + String.join(", ", missing));
    }
  }

  /// Checks that a record is unchanged after it has been written and read.
  static void assertSurvivesSerialization(Object record) throws ProblemsException {
    Document written = Document.json("written", Json.write(PlainData.of(record)));
    assertEqual(
        record, Binder.bind(written, record.getClass()), "the record that was written and read");
  }

  /// Arguments as plain data, with an unknown key.
  static Map<String, Object> withUnknownKey(Record arguments) {
    Map<String, Object> plain = new LinkedHashMap<>();
    if (PlainData.of(arguments) instanceof Map<?, ?> map) {
      map.forEach((key, value) -> plain.put(String.valueOf(key), value));
    }
    plain.put(UNKNOWN_KEY, 1);
    return plain;
  }

  /// Checks that a message was rejected because of its unknown key.
  static void assertUnknownKeyRejected(Run run) {
    assertEqual("rejected", run.state().word(), "the state of a message with an unknown key");
    if (!run.reason().contains(UNKNOWN_KEY + ": no such key")) {
      throw new AssertionError("it was rejected for another reason: " + run.reason());
    }
  }

  static void assertEqual(Object expected, Object actual, String what) {
    if (!expected.equals(actual)) {
      throw new AssertionError(what + ": expected " + expected + ", but was " + actual);
    }
  }
}
