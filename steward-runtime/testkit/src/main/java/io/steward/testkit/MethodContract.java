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

/// What every method keeps to, whatever it is for. The tests of a plugin inherit it, by one of its
/// three kinds.
///
/// It looks at all threads of the program, so nothing else may run beside it.
@Isolated
public abstract sealed class MethodContract permits CommandContract, EventContract, SourceContract {

  private static final String STRANGER = "no-such-key";

  /// For the three kinds.
  MethodContract() {}

  /// The configuration that shows every setting of the plugin; `sample.yaml` in the project's
  /// folder when not said otherwise.
  ///
  /// @return where it is, from the project's folder
  protected Path sample() {
    return Path.of("sample.yaml");
  }

  /// The handler, or source, that the tests are run with.
  abstract Object subject();

  private Class<?> type() {
    return subject().getClass();
  }

  private Object defaults() {
    return Provided.of(type())
        .orElseThrow(() ->
            new AssertionError(
                "no node finds "
                    + type().getName()
                    + ": the module descriptor has to provide it, and it needs a constructor"
                    + " without parameters"));
  }

  private static MethodName name(Object subject) {
    return switch (subject) {
      case MethodHandler<?> handler -> handler.method();
      case Source source -> source.method();
      default -> throw new IllegalArgumentException(subject.getClass() + " is no method");
    };
  }

  /// What the sample binds this method with, by the binding's path.
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
      throw new AssertionError(sample() + " binds no " + name(subject()) + " under " + section);
    }
    return bindings;
  }

  /// A node finds it, and makes as many instances with the default settings as it has bindings, all
  /// of the same name.
  @Test
  public final void isFoundAndMadeByANode() {
    if (!type().isRecord()) {
      throw new AssertionError(type().getName() + " is no record, whose components are settings");
    }
    Object one = defaults();
    Object another = defaults();
    equal(name(one), name(another), "the names of two instances");
    equal(name(one), name(subject()), "the name with other settings");
    equal(one, another, "the default settings of two instances");
  }

  /// `steward describe` has something to say of the method and of each of its settings.
  @Test
  public final void saysWhatItDoesAndWhatItsSettingsMean() {
    if (!type().isAnnotationPresent(Description.class)) {
      throw new AssertionError(type().getName() + " has no @Description");
    }
    described(type());
  }

  /// Settings are what they were after they have been written and read.
  ///
  /// @throws Exception when it does not
  @Test
  public final void readsItsSettingsAsItWritesThem() throws Exception {
    survives(defaults());
    survives(subject());
  }

  /// The sample binds the method, with settings that are right.
  ///
  /// @throws Exception when it does not
  @Test
  public final void takesTheSettingsOfItsSample() throws Exception {
    for (var binding : bindings().entrySet()) {
      var _ = Binder.overlay(defaults(), binding.getValue(), binding.getKey());
    }
  }

  /// The sample shows every setting there is.
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

  /// A setting that there is not is refused, at its place.
  ///
  /// @throws Exception when it does not
  @Test
  public final void refusesASettingThatThereIsNot() throws Exception {
    Document with = Document.yaml("with", STRANGER + ": 1");
    try {
      Object made = Binder.overlay(defaults(), with.root(), "");
      throw new AssertionError(made + " was made with a setting that there is not");
    } catch (ProblemsException e) {
      String told = e.problems().getFirst().toString();
      if (!told.startsWith("with:1:1 " + STRANGER + ": no such key")) {
        throw new AssertionError("it is refused for another reason: " + told, e);
      }
    }
  }

  /// Whatever it has done, when its process has ended, so have all threads.
  ///
  /// @throws Exception when it does not
  @Test
  public final void leavesNoThreadBehind() throws Exception {
    ThreadCensus before = ThreadCensus.take();
    work();
    release();
    before.awaitNoMore();
  }

  /// Lets go of what the test itself has, such as a server that the method talks to, before threads
  /// are counted; does nothing when not said otherwise.
  protected void release() {}

  /// Does what it is for, on a bench that is closed then.
  abstract void work() throws Exception;

  /// Checks that what a record means is told.
  static void described(Class<?> record) {
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

  /// Checks that a record is the same after it has been written and read.
  static void survives(Object record) throws ProblemsException {
    Document written = Document.json("written", Json.write(PlainData.of(record)));
    equal(record, Binder.bind(written, record.getClass()), "what was written and read");
  }

  /// Arguments as plain data, with a key that there is not.
  static Map<String, Object> withAStranger(Record arguments) {
    Map<String, Object> plain = new LinkedHashMap<>();
    if (PlainData.of(arguments) instanceof Map<?, ?> map) {
      map.forEach((key, value) -> plain.put(String.valueOf(key), value));
    }
    plain.put(STRANGER, 1);
    return plain;
  }

  /// Checks that a message with such arguments was refused for it.
  static void refusedTheStranger(Run run) {
    equal("rejected", run.state().word(), "the end of arguments with a key that there is not");
    if (!run.reason().contains(STRANGER + ": no such key")) {
      throw new AssertionError("it is rejected for another reason: " + run.reason());
    }
  }

  static void equal(Object expected, Object actual, String what) {
    if (!expected.equals(actual)) {
      throw new AssertionError(what + ": expected " + expected + ", but it is " + actual);
    }
  }
}
