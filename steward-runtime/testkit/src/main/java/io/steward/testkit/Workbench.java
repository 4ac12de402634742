package io.steward.testkit;

import io.steward.api.CommandHandler;
import io.steward.api.Domain;
import io.steward.api.EventHandler;
import io.steward.api.Message;
import io.steward.api.MethodHandler;
import io.steward.api.NodeName;
import io.steward.api.ObjectStore;
import io.steward.api.Source;
import io.steward.api.Subject;
import io.steward.runtime.agent.Trial;
import io.steward.runtime.binding.Binder;
import io.steward.runtime.binding.Document;
import io.steward.runtime.binding.ProblemsException;
import io.steward.runtime.plugin.ArgumentsType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// A node called `bench` with one handler on it, under the domain `test`.
public final class Workbench implements AutoCloseable {

  private static final NodeName NODE = new NodeName("bench");
  private static final Domain DOMAIN = new Domain("test");

  private final Trial trial;
  private final Subject subject;
  private final Optional<Duration> timeout;

  private Workbench(Trial trial, Subject subject, Optional<Duration> timeout) {
    this.trial = trial;
    this.subject = subject;
    this.timeout = timeout;
  }

  /// A workbench for a handler. The one instance takes all messages.
  ///
  /// @throws IllegalArgumentException when the handler's arguments are not a record
  public static Workbench of(MethodHandler<?> handler) {
    Class<?> arguments =
        ArgumentsType.of(handler.getClass())
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "the arguments of " + handler.getClass() + " are not a record"));
    return of(handler, arguments);
  }

  @SuppressWarnings("unchecked") // the class says what its arguments are, and was asked
  private static <A> Workbench of(MethodHandler<?> handler, Class<A> arguments) {
    ClassLoader loader = handler.getClass().getClassLoader();
    try {
      return switch (handler) {
        case CommandHandler<?> command -> {
          Subject subject = Subject.command(NODE, command.method(), DOMAIN);
          yield new Workbench(
              Trial.of(subject, () -> (CommandHandler<A>) command, arguments, loader),
              subject,
              Optional.empty());
        }
        case EventHandler<?> event -> {
          Subject subject = Subject.event(NODE, event.method(), DOMAIN);
          yield new Workbench(
              Trial.ofEvents(subject, () -> (EventHandler<A>) event, arguments, loader),
              subject,
              Optional.empty());
        }
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A stand for a source, which begins to run at once.
  public static SourceStand of(Source source) {
    return SourceStand.start(NODE, new Domain("test"), source);
  }

  /// The same bench, on which commands may run this long.
  public Workbench within(Duration value) {
    return new Workbench(trial, subject, Optional.of(value));
  }

  /// Sends a message, and waits for its end.
  ///
  /// @param arguments as YAML or JSON
  public Run send(String arguments) {
    return start(arguments).await();
  }

  /// Sends a message, and goes on.
  ///
  /// @param arguments as YAML or JSON
  public Run start(String arguments) {
    try {
      Object plain = Binder.bind(Document.yaml("test", arguments), Object.class);
      return start(plain);
    } catch (ProblemsException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /// Sends a message, and goes on.
  ///
  /// @param arguments a record, or plain data
  public Run start(Object arguments) {
    Message message = new Message(subject, arguments, timeout, Optional.empty());
    try {
      return new Run(trial, trial.send(message));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// The objects that the handler's context gives it.
  public ObjectStore objects() {
    return trial.objects();
  }

  /// The folder that the handler's context calls its data.
  public Path data() {
    return trial.data().resolve(subject.type() + "." + subject.method() + "." + subject.domain());
  }

  @Override
  public void close() {
    trial.close();
  }
}
