package io.steward.runtime.cli.verb;

import io.steward.api.Domain;
import io.steward.api.Message;
import io.steward.api.MethodName;
import io.steward.api.NodeName;
import io.steward.api.State;
import io.steward.api.StoredObject;
import io.steward.api.Subject;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.cli.copy.CopyEndpoint;
import io.steward.runtime.cli.copy.FileDownload;
import io.steward.runtime.cli.copy.FileUpload;
import io.steward.runtime.cli.option.RolloutOptions;
import io.steward.runtime.cli.option.SendOptions;
import io.steward.runtime.cli.option.TargetResolver;
import io.steward.runtime.cli.option.Verb;
import io.steward.runtime.cli.send.FanOutCommand;
import io.steward.runtime.cli.send.MessageFollower;
import io.steward.runtime.cli.send.SendAndFollow;
import io.steward.runtime.cli.terminal.ExitCode;
import io.steward.runtime.objects.ObjectBucket;
import io.steward.runtime.targeting.Targets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `steward copy FROM TO`
@Command(
    name = "copy",
    description = {
      "Copies a file to units, from a unit, or between units, using their method filetransfer.",
      "Repeating an interrupted copy resumes it."
    },
    mixinStandardHelpOptions = true)
public final class CopyFile extends Verb {

  private static final MethodName METHOD = new MethodName("filetransfer");
  private static final Duration DEFAULT_WAIT = Duration.ofHours(1);

  @Parameters(index = "0", paramLabel = "FROM", description = "A local file, or UNIT:/PATH.")
  private String from = "";

  @Parameters(
      index = "1",
      paramLabel = "TO",
      description =
          "A local file or folder, or TARGET:/PATH; a PATH that ends with / is a folder. TARGET is"
              + " a name, a pattern or an expression, as for run.")
  private String to = "";

  @Option(
      names = "--domain",
      defaultValue = "files",
      description = "The domain of the method. Default: ${DEFAULT-VALUE}.")
  private String domain = "";

  @Option(
      names = "--mode",
      paramLabel = "0640",
      description = "The permissions on the units. Default: those of FROM.")
  private @Nullable String mode;

  @Option(names = "--owner", description = "The owner of the file on the units.")
  private @Nullable String owner;

  @Option(names = "--group", description = "The group of the file on the units.")
  private @Nullable String group;

  @Mixin private SendOptions options = new SendOptions();

  @Mixin private RolloutOptions rollout = new RolloutOptions();

  /// Made by picocli.
  CopyFile() {}

  @Override
  public Integer call() throws Exception {
    options.setDefaultWait(DEFAULT_WAIT);
    rollout.check(options);
    CopyEndpoint source = CopyEndpoint.read(from);
    CopyEndpoint target = CopyEndpoint.read(to);
    try (Bus bus = connect(options, console())) {
      return switch (source) {
        case CopyEndpoint.LocalFile(Path file)
            when target instanceof CopyEndpoint.RemoteFile remoteFile ->
            put(bus, file, remoteFile);
        case CopyEndpoint.LocalFile _ ->
            throw new IllegalArgumentException(
                "one of the two must be on a unit, as in: steward copy app.conf ship1:/etc/app/");
        case CopyEndpoint.RemoteFile remoteFile -> get(bus, remoteFile, target);
      };
    }
  }

  private Subject subject(NodeName node) {
    return Subject.command(node, METHOD, new Domain(domain));
  }

  private int put(Bus bus, Path file, CopyEndpoint.RemoteFile target) throws Exception {
    Targets targets = TargetResolver.resolve(List.of(target.target()));
    List<Subject> subjects = subjects(bus, targets); // before anything is sent
    FileUpload upload = FileUpload.of(file, sender(), to);
    StoredObject object = upload.upload(new ObjectBucket(bus), console());
    String name = file.toAbsolutePath().normalize().getFileName().toString();
    return put(bus, targets, subjects, object, arguments(object, target.with(name), upload.mode()));
  }

  private List<Subject> subjects(Bus bus, Targets targets)
      throws IOException, InterruptedException {
    return units(bus).commands(targets, node -> Message.to(subject(node), Map.of())).stream()
        .map(Message::to)
        .toList();
  }

  private FanOutCommand units(Bus bus) {
    return new FanOutCommand(bus, sender(), console(), options, rollout);
  }

  /// Sends units the command to fetch the object from the broker. The object is deleted once no
  /// unit needs it; one that a unit may still fetch stays until the retention of objects is over.
  private int put(
      Bus bus, Targets targets, List<Subject> units, StoredObject object, Map<String, Object> put)
      throws IOException, InterruptedException {
    boolean single = units.size() == 1 && !rollout.isJob();
    put.put("release", single);
    List<Message> commands =
        units.stream().map(unit -> Message.to(unit, Map.of("put", put))).toList();
    boolean unneeded;
    int exit;
    if (single) {
      Optional<State> ended =
          new SendAndFollow(bus, sender(), console(), options)
              .one(commands.getFirst())
              .map(MessageFollower.Result::state);
      unneeded = ended.filter(CopyFile::isObjectUnneeded).isPresent();
      exit = ended.map(ExitCode::of).orElse(ExitCode.OK);
    } else {
      exit = units(bus).send(targets, commands);
      unneeded = exit == ExitCode.OK && !rollout.isJob() && !options.isDetached();
    }
    if (unneeded) {
      new ObjectBucket(bus).delete(object.name());
    }
    return exit;
  }

  private static boolean isObjectUnneeded(State state) {
    return state == State.Terminal.SUCCEEDED
        || state == State.Terminal.FAILED
        || state == State.Terminal.REJECTED
        || state == State.Terminal.CANCELLED;
  }

  private Map<String, Object> arguments(
      StoredObject object, CopyEndpoint.RemoteFile target, String ordinaryMode) {
    Map<String, Object> rights = new LinkedHashMap<>();
    rights.put("mode", mode == null ? ordinaryMode : mode);
    if (owner != null) {
      rights.put("owner", owner);
    }
    if (group != null) {
      rights.put("group", group);
    }
    Map<String, Object> put = new LinkedHashMap<>();
    put.put("object", object.name());
    put.put("sha256", object.sha256());
    put.put("path", target.path());
    put.put("rights", rights);
    return put;
  }

  private int get(Bus bus, CopyEndpoint.RemoteFile source, CopyEndpoint target) throws Exception {
    if (options.isDetached() || (rollout.isJob() && target instanceof CopyEndpoint.LocalFile)) {
      throw new IllegalArgumentException(
          "a copy from a unit cannot be detached, nor be a job if its target is local");
    }
    Subject unit = subject(new NodeName(source.target()));
    String name = FileUpload.objectName(sender().value(), from, to);
    Message command =
        Message.to(unit, Map.of("get", Map.of("path", source.path(), "object", name)));
    Optional<MessageFollower.Result> result =
        new SendAndFollow(bus, sender(), console(), options).one(command);
    if (result.isEmpty() || result.get().state() != State.Terminal.SUCCEEDED) {
      return result.map(ended -> ExitCode.of(ended.state())).orElse(ExitCode.OK);
    }
    ObjectBucket objects = new ObjectBucket(bus);
    StoredObject object =
        objects
            .find(name)
            .filter(found -> found.sha256().equals(result.get().document().get("sha256")))
            .orElseThrow(
                () -> new IOException("the broker no longer has the file sent by " + unit.node()));
    return switch (target) {
      case CopyEndpoint.LocalFile(Path file) -> {
        Path destination = Files.isDirectory(file) ? file.resolve(source.name()) : file;
        new FileDownload(object, destination).download(objects, console());
        objects.delete(name);
        yield ExitCode.OK;
      }
      case CopyEndpoint.RemoteFile remoteFile -> {
        Targets targets = TargetResolver.resolve(List.of(remoteFile.target()));
        String before = String.valueOf(result.get().document().get("mode"));
        yield put(
            bus,
            targets,
            subjects(bus, targets),
            object,
            arguments(object, remoteFile.with(source.name()), before));
      }
    };
  }
}
