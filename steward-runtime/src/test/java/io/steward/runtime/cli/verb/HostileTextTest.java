package io.steward.runtime.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.Domain;
import io.steward.api.MethodName;
import io.steward.api.NodeName;
import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.LoopbackBus;
import io.steward.runtime.bus.OutboundMessage;
import io.steward.runtime.cli.job.JobReport;
import io.steward.runtime.cli.job.JobRows;
import io.steward.runtime.cli.method.MethodDescription;
import io.steward.runtime.cli.method.MethodPage;
import io.steward.runtime.cli.rows.MessageRows;
import io.steward.runtime.cli.rows.UnitRows;
import io.steward.runtime.cli.terminal.Console;
import io.steward.runtime.cli.terminal.PrintableText;
import io.steward.runtime.databind.Json;
import io.steward.runtime.databind.PlainData;
import io.steward.runtime.fleet.DisconnectNotice;
import io.steward.runtime.fleet.MessageHistory;
import io.steward.runtime.fleet.Presence;
import io.steward.runtime.fleet.StateChange;
import io.steward.runtime.fleet.Unit;
import io.steward.runtime.fleet.UnitDocument;
import io.steward.runtime.fleet.UntrustedDocuments;
import io.steward.runtime.jobs.Job;
import io.steward.runtime.jobs.JobPhase;
import io.steward.runtime.jobs.JobSpec;
import io.steward.runtime.jobs.JobStatus;
import io.steward.runtime.jobs.Rollout;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Whatever others write into what is printed for a person, in whichever field, reaches the
/// terminal as text only, and adds no line to the page.
class HostileTextTest {

  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
  private static final NodeName SHIP = new NodeName("ship1");
  private static final Subject SUBJECT =
      Subject.command(SHIP, new MethodName("ask"), new Domain("test"));

  /// Clears the screen, rings, begins a row of its own, hides and reorders.
  private static final String HOSTILE =
      "x\u001b[2J\u001b]0;t\u0007\r\n"
          + "ship9\u0085\u2028\u2029\t\u009b31m\u202e\u2066\u200b\ufeff\u007f";

  private final ByteArrayOutputStream page = new ByteArrayOutputStream();
  private final PrintStream stream = new PrintStream(page, true, StandardCharsets.UTF_8);
  private final Console console = new Console(stream, stream, Map.of(), false);
  private final LoopbackBus bus = new LoopbackBus(InstantSource.fixed(AT));

  @AfterEach
  void close() {
    bus.close();
  }

  /// A page, which depends on what others wrote.
  @FunctionalInterface
  private interface Page {
    void print(String text) throws Exception;
  }

  private void assertHarmless(Page printed) throws Exception {
    printed.print("plain");
    String plain = page.toString(StandardCharsets.UTF_8);
    page.reset();
    printed.print(HOSTILE);
    String hostile = page.toString(StandardCharsets.UTF_8);
    page.reset();
    assertThat(plain).contains("plain");
    assertThat(hostile).contains("\\u001b[2J").hasLineCount((int) plain.lines().count());
    assertThat(hostile.split("\n")).allMatch(PrintableText::isPrintable);
  }

  private static Unit unit(String text) {
    var method =
        new UnitDocument.MethodReport(
            "ask",
            "command",
            Optional.of(text),
            Optional.of(
                Map.of(
                    "properties",
                    Map.of(
                        text, Map.of("description", text, "enum", List.of(text), "default", text)),
                    "required",
                    List.of(text))));
    UnitDocument document =
        new UnitDocument(
            text,
            text,
            AT,
            AT,
            Duration.ofSeconds(15),
            Optional.empty(),
            Optional.of(text),
            Map.of(text, text),
            Map.of(text, text),
            Map.of(text, Map.of(text, List.of(text))),
            List.of(
                new UnitDocument.PluginReport(
                    text, text, text, List.of(text), List.of(method), Optional.of(text))),
            List.of(new UnitDocument.ProcessReport(text, text, 1, 1, 1, 1, 1, text)),
            List.of(schedule(text)),
            1,
            1,
            Optional.of(Long.MIN_VALUE),
            List.of(text),
            new UnitDocument.ConfigReport(text, text));
    return new Unit(
        "ship1",
        Presence.SILENT,
        AT,
        UntrustedDocuments.map(PlainData.of(document)),
        Optional.of(new DisconnectNotice(SHIP, text, AT, text, text)));
  }

  private static UnitDocument.ScheduleReport schedule(String text) {
    return new UnitDocument.ScheduleReport(
        text,
        text,
        text,
        Duration.ZERO,
        text,
        text,
        text,
        Map.of(text, text),
        Optional.empty(),
        text,
        AT,
        AT,
        Optional.of(AT),
        Optional.of(text),
        Optional.of(text),
        1,
        1);
  }

  private static MessageHistory.Row row(String text) {
    return new MessageHistory.Row(
        text,
        SUBJECT,
        text,
        Optional.of(text),
        Optional.of(text),
        State.Terminal.FAILED,
        AT,
        AT,
        text);
  }

  private static Job job(String text) {
    JobSpec spec =
        new JobSpec(
            "1rm7b3qk2x9f",
            SHIP,
            AT,
            SUBJECT.method(),
            SUBJECT.domain(),
            Map.of("command", List.of(text)),
            Optional.empty(),
            AT.plusSeconds(3600),
            List.of(text),
            List.of("ship1"),
            Rollout.AT_ONCE,
            Optional.empty());
    JobStatus status =
        new JobStatus(
            spec.id(),
            JobPhase.STOPPED,
            text,
            AT,
            text,
            0,
            true,
            "f",
            Map.of(),
            Map.of(),
            List.of(),
            0,
            0,
            spec.deadline(),
            Optional.of(AT),
            Optional.of(AT),
            Optional.empty());
    return new Job(spec, Optional.of(status));
  }

  @Test
  void ofAUnitIsEscapedInItsTableAndItsPage() throws Exception {
    assertHarmless(text -> console.table(UnitRows.of(List.of(unit(text)), AT, console)));
    assertHarmless(text -> UnitRows.printChange(unit(text), console));
    assertHarmless(text -> ShowUnit.print(unit(text), AT, console));
  }

  @Test
  void ofAMethodIsEscapedInItsTableAndItsPage() throws Exception {
    assertHarmless(text -> console.table(MethodPage.list(MethodDescription.of(unit(text)))));
    assertHarmless(text ->
        MethodDescription.of(unit(text))
            .forEach(method -> MethodPage.of(method, console).forEach(console::line)));
  }

  @Test
  void ofAMessageIsEscapedInItsTableAndItsHistory() throws Exception {
    assertHarmless(text -> console.table(MessageRows.of(List.of(row(text)), AT, console)));
    assertHarmless(text -> {
      Map<String, Object> document = Map.of("reason", text, "result", Map.of(text, text));
      var step = new MessageHistory.Step(AT, text, text, document);
      ListMessages.show(new MessageHistory.Detail(row(text), text, List.of(step)), console);
    });
  }

  @Test
  void ofAChangeIsEscapedInItsLine() throws Exception {
    assertHarmless(text ->
        ShowEvents.print(new StateChange.UnitChange(AT, text, Presence.SILENT, text), console));
    assertHarmless(text ->
        ShowEvents.print(
            new StateChange.MessageChange(AT, text, SUBJECT, State.Terminal.FAILED, text, text),
            console));
  }

  @Test
  void ofAJobAndOfTheAnswersToItIsEscapedInItsTableAndItsReport() throws Exception {
    assertHarmless(text -> console.table(JobRows.of(List.of(job(text)), AT, console)));
    assertHarmless(text -> {
      JobSpec spec = job(text).spec();
      Map<String, Object> answer = Map.of("reason", text, "result", Map.of("exit", text));
      bus.store(
              new OutboundMessage(
                  bus.addresses().replySubject(SUBJECT, spec.messageId("ship1", 1)),
                  Headers.NONE.with(Header.STATE, "failed"),
                  Json.write(answer)))
          .join();
      new JobReport(bus, job(text), console).print();
      new JobReport(bus, job(text), console).printUnits();
    });
  }
}
