package io.steward.testkit;

import io.steward.api.CommandHandler;
import io.steward.api.Domain;
import io.steward.api.EventHandler;
import io.steward.api.Message;
import io.steward.api.MethodHandler;
import io.steward.api.MethodName;
import io.steward.api.NodeName;
import io.steward.api.ObjectStore;
import io.steward.api.PositionStore;
import io.steward.api.Source;
import io.steward.api.Subject;
import io.steward.runtime.databind.Binder;
import io.steward.runtime.databind.Document;
import io.steward.runtime.databind.ProblemsException;
import io.steward.runtime.engine.EngineTime;
import io.steward.runtime.node.MethodTrial;
import io.steward.runtime.plugin.ArgumentsType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// A node called `bench` with one handler, in the domain `test`.
public final class Workbench implements AutoCloseable {

  private static final NodeName NODE = new NodeName("bench");
  private static final Domain DOMAIN = new Domain("test");
  private static final Subject OWN_SCHEDULE =
      Subject.command(NODE, new MethodName("schedule"), new Domain("steward"));

  private final MethodTrial trial;
  private final Subject subject;
  private final Optional<Duration> timeout;

  private Workbench(MethodTrial trial, Subject subject, Optional<Duration> timeout) {
    this.trial = trial;
    this.subject = subject;
    this.timeout = timeout;
  }

  /// A workbench for a handler. All messages go to this instance.
  ///
  /// @param handler under test
  /// @return the bench, which the caller closes
  /// @throws IllegalArgumentException when the handler's arguments are not a record
  public static Workbench of(MethodHandler<?> handler) {
    return of(handler, EngineTime.system());
  }

  /// A workbench for a handler, with a clock of the test.
  ///
  /// Output that a handler does not flush is sent when the clock has moved.
  ///
  /// @param handler under test
  /// @param clock moved by the test
  /// @return the bench, which the caller closes
  /// @throws IllegalArgumentException when the handler's arguments are not a record
  public static Workbench of(MethodHandler<?> handler, TestClock clock) {
    return of(handler, clock.timing());
  }

  private static Workbench of(MethodHandler<?> handler, EngineTime time) {
    Class<? extends Record> arguments =
        ArgumentsType.of(handler.getClass())
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "the arguments of " + handler.getClass() + " are not a record"));
    return of(handler, arguments, time);
  }

  @SuppressWarnings("unchecked") // checked by ArgumentsType
  private static <A extends Record> Workbench of(
      MethodHandler<?> handler, Class<A> arguments, EngineTime time) {
    ClassLoader loader = handler.getClass().getClassLoader();
    try {
      return switch (handler) {
        case CommandHandler<?> command -> {
          Subject subject = Subject.command(NODE, command.method(), DOMAIN);
          yield new Workbench(
              MethodTrial.of(subject, () -> (CommandHandler<A>) command, arguments, loader, time),
              subject,
              Optional.empty());
        }
        case EventHandler<?> event -> {
          Subject subject = Subject.event(NODE, event.method(), DOMAIN);
          yield new Workbench(
              MethodTrial.ofEvents(subject, () -> (EventHandler<A>) event, arguments, loader, time),
              subject,
              Optional.empty());
        }
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A handler or source with settings, read and validated as a node does with what a binding has
  /// under `with`.
  ///
  /// @param defaults the handler or source with default settings
  /// @param settings as YAML or JSON
  /// @param <T> the handler or source
  /// @return a new instance with these settings
  /// @throws IllegalArgumentException with a line for each problem, as `steward check` prints it
  public static <T extends Record> T configured(T defaults, String settings) {
    try {
      return Binder.overlay(defaults, Document.yaml("test", settings).root(), "with");
    } catch (ProblemsException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /// A stand for a source, which starts at once.
  ///
  /// @param source under test
  /// @return the stand, which the caller closes
  public static SourceStand of(Source source) {
    return SourceStand.start(NODE, DOMAIN, source, EngineTime.system());
  }

  /// A stand for a source, with a clock of the test.
  ///
  /// @param source under test
  /// @param clock moved by the test
  /// @return the stand, which the caller closes
  public static SourceStand of(Source source, TestClock clock) {
    return SourceStand.start(NODE, DOMAIN, source, clock.timing());
  }

  /// The same bench with a timeout for commands.
  ///
  /// @param value the timeout; positive
  /// @return a new bench on the same node
  public Workbench withTimeout(Duration value) {
    return new Workbench(trial, subject, Optional.of(value));
  }

  /// Sends a message, and waits until it has ended.
  ///
  /// @param arguments as YAML or JSON
  /// @return the message, which has ended
  public Run send(String arguments) {
    return start(arguments).await();
  }

  /// Sends a message without waiting.
  ///
  /// @param arguments as YAML or JSON
  /// @return the message, which has been sent
  public Run start(String arguments) {
    try {
      Object plain = Binder.bind(Document.yaml("test", arguments), Object.class);
      return start(plain);
    } catch (ProblemsException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /// Sends a message without waiting.
  ///
  /// @param arguments a record, or plain data
  /// @return the message, which has been sent
  public Run start(Object arguments) {
    return start(subject, arguments);
  }

  /// Sets a schedule with the node's built-in command `schedule`, and waits until it is set.
  ///
  /// @param cron when the handler runs, in UTC
  /// @param arguments a record, or plain data
  /// @return the command that set the schedule, which has ended
  public Run schedule(String cron, Object arguments) {
    Map<String, Object> schedule =
        Map.of(
            "name",
            "test",
            "cron",
            cron,
            "command",
            subject.method() + "." + subject.domain(),
            "arguments",
            arguments);
    return start(OWN_SCHEDULE, schedule).await();
  }

  private Run start(Subject to, Object arguments) {
    Message message = new Message(to, arguments, timeout, Optional.empty());
    try {
      return new Run(trial, trial.send(message));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// {@return the object store of the handler's context}
  public ObjectStore objects() {
    return trial.objects();
  }

  /// {@return the data folder of the handler's context}
  public Path data() {
    return trial.data().resolve(binding());
  }

  /// The positions of the handler's context, to look at or to prepare while no message is handled.
  ///
  /// @return the store
  public PositionStore positions() {
    try {
      return trial.positions(binding());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String binding() {
    return subject.type() + "." + subject.method() + "." + subject.domain();
  }

  @Override
  public void close() {
    trial.close();
  }
}
