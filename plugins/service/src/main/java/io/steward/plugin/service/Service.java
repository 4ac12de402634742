package io.steward.plugin.service;

import io.steward.api.CommandContext;
import io.steward.api.CommandHandler;
import io.steward.api.Description;
import io.steward.api.MethodName;
import io.steward.api.Range;
import io.steward.api.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Controls systemd units.
///
/// @param allow patterns of allowed units; none when empty
/// @param systemctl the program that controls them
/// @param journalctl the program that prints their logs
@Description("Reports the status of a systemd unit, and starts, stops, reloads or enables it.")
public record Service(
    @Description("Patterns of allowed units, such as \"nginx\" or \"app-*\"; none when empty.")
        List<String> allow,
    @Description("Path of systemctl.") Path systemctl,
    @Description("Path of journalctl.") Path journalctl)
    implements CommandHandler<Service.Arguments> {

  /// The default settings, which allow no unit.
  public Service() {
    this(List.of(), Path.of("systemctl"), Path.of("journalctl"));
  }

  /// What to do with which unit.
  ///
  /// @param unit its name; without a type it is a service
  /// @param action what to do; status by default
  /// @param lines how many lines to print from the end of its journal
  public record Arguments(
      @Description("The unit; a service if it has no type.") String unit,
      @Description("What to do; status by default.") Optional<UnitAction> action,
      @Description("Lines of its journal; 50 by default.") @Range(min = 1, max = 10_000)
          Optional<Integer> lines) {

    private static final int DEFAULT_LINES = 50;

    /// @throws IllegalArgumentException when the unit name is malformed, or the action takes no
    ///   lines
    public Arguments {
      UnitName.parse(unit);
      if (lines.isPresent() && action.filter(UnitAction.JOURNAL::equals).isEmpty()) {
        throw new IllegalArgumentException("\"lines\" requires action: journal");
      }
    }

    private UnitName name() {
      return UnitName.parse(unit);
    }
  }

  @Override
  public MethodName method() {
    return new MethodName("service");
  }

  @Override
  public Reply handle(Arguments arguments, CommandContext context)
      throws IOException, InterruptedException {
    UnitName unit = arguments.name();
    if (allow.stream().noneMatch(unit::matches)) {
      return Reply.failed(
          allow.isEmpty()
              ? "this node allows no unit; to allow this one, set in the binding: with: { allow:"
                  + " [\""
                  + unit
                  + "\"] }"
              : "not allowed on this node: " + unit);
    }
    UnitAction unitAction = arguments.action().orElse(UnitAction.STATUS);
    return switch (unitAction) {
      case STATUS -> status(unit);
      case JOURNAL -> journal(unit, arguments.lines().orElse(Arguments.DEFAULT_LINES), context);
      case START, STOP, RESTART, RELOAD, ENABLE, DISABLE -> execute(unitAction, unit);
    };
  }

  private Reply status(UnitName unit) throws IOException, InterruptedException {
    UnitStatus unitStatus = readStatus(unit);
    return unitStatus.isFound()
        ? Reply.succeeded(unitStatus)
        : Reply.failed("there is no unit " + unit, unitStatus);
  }

  /// systemctl returns when systemd has carried out the action, or failed to.
  private Reply execute(UnitAction unitAction, UnitName unit)
      throws IOException, InterruptedException {
    SystemdTool.RunResult ended =
        new SystemdTool(systemctl)
            .run(
                List.of(unitAction.verb(), "--no-ask-password", "--", unit.value()),
                new ByteArrayOutputStream());
    UnitStatus unitStatus = readStatus(unit);
    return ended.exit() == 0
        ? Reply.succeeded(unitStatus)
        : Reply.failed(reason("systemctl " + unitAction.verb(), ended), unitStatus);
  }

  private UnitStatus readStatus(UnitName unit) throws IOException, InterruptedException {
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    SystemdTool.RunResult ended =
        new SystemdTool(systemctl)
            .run(
                List.of(
                    "show",
                    "--no-pager",
                    "--property=" + String.join(",", UnitStatus.PROPERTIES),
                    "--",
                    unit.value()),
                shown);
    if (ended.exit() != 0) {
      throw new IOException(reason("systemctl show", ended));
    }
    return UnitStatus.parse(unit, shown.toString(StandardCharsets.UTF_8));
  }

  private Reply journal(UnitName unit, int lines, CommandContext context)
      throws IOException, InterruptedException {
    SystemdTool.RunResult ended =
        new SystemdTool(journalctl)
            .run(
                List.of(
                    "--no-pager",
                    "--quiet",
                    "--output=short-iso",
                    "--lines=" + lines,
                    "--unit=" + unit.value()),
                context.output());
    return ended.exit() == 0 ? Reply.succeeded() : Reply.failed(reason("journalctl", ended));
  }

  private static String reason(String what, SystemdTool.RunResult ended) {
    return ended.complaint().isEmpty()
        ? what + " ended with exit status " + ended.exit()
        : ended.complaint();
  }
}
