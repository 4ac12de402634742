package io.steward.runtime.cli.verb;

import io.steward.api.Message;
import io.steward.api.MessageType;
import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.cli.completion.CompletionCandidates;
import io.steward.runtime.cli.method.ArgumentCheck;
import io.steward.runtime.cli.option.RolloutOptions;
import io.steward.runtime.cli.option.SendOptions;
import io.steward.runtime.cli.option.TargetResolver;
import io.steward.runtime.cli.option.Verb;
import io.steward.runtime.cli.send.FanOutCommand;
import io.steward.runtime.cli.send.MessageFollower;
import io.steward.runtime.cli.send.SendAndFollow;
import io.steward.runtime.cli.terminal.Console;
import io.steward.runtime.cli.terminal.ExitCode;
import io.steward.runtime.databind.Binder;
import io.steward.runtime.databind.Document;
import io.steward.runtime.databind.Json;
import io.steward.runtime.databind.ProblemsException;
import io.steward.runtime.targeting.Targets;
import io.steward.runtime.temporary.TemporaryFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `steward send SUBJECT [JSON|key=value...]`
@Command(
    name = "send",
    description =
        "Sends one message, waits for its outcome and prints its output; or sends one command to"
            + " many units.",
    mixinStandardHelpOptions = true)
public final class Send extends Verb {

  private static final String STDIN = "-";
  private static final String ANY_NODE = "*.";

  @Parameters(
      index = "0",
      paramLabel = "SUBJECT",
      completionCandidates = CompletionCandidates.OfSubjects.class,
      description =
          "<node>.<command|event>.<method>.<domain>; for many units, * as the node, with --to.")
  private String subject = "";

  @Parameters(
      index = "1..*",
      paramLabel = "JSON|key=value",
      completionCandidates = CompletionCandidates.OfArguments.class,
      description =
          "The arguments: a JSON or YAML document, or key=value pairs; - reads a document from"
              + " standard input.")
  private List<String> arguments = List.of();

  @Option(
      names = "--to",
      paramLabel = "TARGET",
      completionCandidates = CompletionCandidates.OfUnits.class,
      description = "The units, if the node in the subject is *. " + TargetResolver.HELP)
  private List<String> to = List.of();

  @Mixin private SendOptions options = new SendOptions();

  @Mixin private RolloutOptions rollout = new RolloutOptions();

  /// Made by picocli.
  Send() {}

  @Override
  public Integer call() throws Exception {
    rollout.check(options);
    Object document = arguments(arguments);
    if (subject.startsWith(ANY_NODE)) {
      return sendToMany(document);
    }
    if (!to.isEmpty() || rollout.isJob()) {
      throw new IllegalArgumentException(
          "--to and --job need * as the node, with the units in --to, as in"
              + " *.command.shellcommand.operatingsystem --to 'ship*'");
    }
    Message message = Message.to(Subject.parse(subject), document);
    Console console = console();
    long startNanos = System.nanoTime();
    try (Bus bus = connect(options, console)) {
      if (options.isChecked()) {
        Duration connectTime = Duration.ofNanos(System.nanoTime() - startNanos);
        ArgumentCheck.of(message.to().node(), bus, connectTime).check(List.of(message));
      }
      return new SendAndFollow(bus, sender(), console, options)
          .one(message)
          .map(result -> isDone(message, result) ? ExitCode.OK : ExitCode.of(result.state()))
          .orElse(ExitCode.OK);
    }
  }

  private int sendToMany(Object document) throws Exception {
    if (to.isEmpty()) {
      throw new IllegalArgumentException("a target is missing; name the units with --to");
    }
    String rest = subject.substring(ANY_NODE.length());
    if (!rest.startsWith(MessageType.COMMAND + ".")) {
      throw new IllegalArgumentException("only commands can be sent to many units");
    }
    Targets targets = TargetResolver.resolve(to);
    try (Bus bus = connect(options, console())) {
      FanOutCommand units = new FanOutCommand(bus, sender(), console(), options, rollout);
      List<Message> commands =
          units.commands(targets, node -> Message.to(Subject.parse(node + "." + rest), document));
      return units.send(targets, commands);
    }
  }

  private static boolean isDone(Message message, MessageFollower.Result result) {
    return message.to().type() == MessageType.EVENT && result.state() == State.InProgress.ACCEPTED;
  }

  /// Reads arguments as typed.
  static Object arguments(List<String> typed) throws ProblemsException, IOException {
    if (typed.isEmpty()) {
      return Map.of();
    }
    String first = typed.getFirst().strip();
    if (typed.size() == 1 && first.equals(STDIN)) {
      return Binder.bind(document(System.in), Object.class);
    }
    if (typed.size() == 1 && (first.startsWith("{") || !first.contains("="))) {
      return Binder.bind(Document.yaml("arguments", first), Object.class);
    }
    Map<String, Object> values = new LinkedHashMap<>();
    for (String each : typed) {
      int equals = each.indexOf('=');
      if (equals <= 0) {
        throw new IllegalArgumentException(
            "\"" + each + "\" is not key=value; quote a whole JSON document as one argument");
      }
      values.put(each.substring(0, equals), value(each.substring(equals + 1)));
    }
    return values;
  }

  /// Reads a document: as JSON, which may be large, otherwise as YAML.
  private static Document document(InputStream from) throws IOException, ProblemsException {
    Path file = TemporaryFiles.file("steward-arguments-", "");
    try {
      try (OutputStream out = Files.newOutputStream(file)) {
        from.transferTo(out);
      }
      try (InputStream json = Files.newInputStream(file)) {
        return Document.json("arguments", json);
      } catch (ProblemsException notJson) {
        return Document.yaml("arguments", Files.readString(file));
      }
    } finally {
      Files.delete(file);
    }
  }

  /// Reads a value: JSON if it is a list, map, number, `true`, `false` or quoted; otherwise text.
  private static Object value(String text) {
    if (text.matches("[\\[{].*|-?\\d+(\\.\\d+)?|true|false|\".*\"")) {
      try {
        Object value = Json.read(text.getBytes(StandardCharsets.UTF_8));
        return value == null ? text : value;
      } catch (IllegalArgumentException plainText) {
        return text;
      }
    }
    return text;
  }
}
