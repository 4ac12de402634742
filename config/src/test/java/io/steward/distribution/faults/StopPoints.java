package io.steward.distribution.faults;

import io.steward.distribution.faults.stop.Point;
import java.util.List;
import java.util.Random;

/// The points of the runtime at which nodes die in tests. The crash matrix is about the step of a
/// message's way that each is in.
final class StopPoints {

  private static final String RUNTIME = "io.steward.runtime.";
  private static final String LEDGER = RUNTIME + "ledger.Ledger";
  private static final String MESSAGE_TABLE = RUNTIME + "ledger.MessageTable";
  private static final String MAILBOX = RUNTIME + "process.BoundedMailbox";
  private static final String RUNNER = RUNTIME + "process.CommandRunner";
  private static final String EXECUTION = RUNTIME + "process.Execution";
  private static final String CONTEXT = RUNTIME + "process.HandlerContext$OfCommand";
  private static final String BUS = RUNTIME + "bus.NatsBus";
  private static final String PUBLISHER = RUNTIME + "outbox.OutboxPublisher";
  private static final String OUTBOX = RUNTIME + "outbox.NodeOutbox";
  private static final String ACCEPTED = "Steward-State=accepted";
  private static final String SUCCEEDED = "Steward-State=succeeded";

  /// A unit has received a command, but has not committed that it is accepted.
  static final List<Point> BEFORE_ACCEPTED =
      List.of(
          Point.entry(LEDGER, "acceptLater"),
          Point.end(LEDGER, "acceptLater"),
          Point.entry(MESSAGE_TABLE, "insert").with("ACCEPTED"),
          Point.end(MESSAGE_TABLE, "insert").with("ACCEPTED"));

  /// It has committed `accepted`, but not `running`.
  static final List<Point> BEFORE_RUNNING =
      List.of(
          Point.entry(MAILBOX, "put"),
          Point.end(MAILBOX, "put"),
          Point.entry(RUNNER, "execute"),
          Point.end(EXECUTION, "bind"),
          Point.entry(BUS, "store").with(ACCEPTED),
          Point.entry(LEDGER, "advance").with("RUNNING"));

  /// It has committed `running`, but not the outcome: before the handler, within it on both sides
  /// of its effect, and after it.
  static final List<Point> WHILE_RUNNING =
      List.of(
          Point.end(LEDGER, "advance").with("RUNNING"),
          Point.entry(EXECUTION, "call"),
          Point.entry(CONTEXT, "output"),
          Point.entry(CONTEXT, "errors"),
          Point.entry(EXECUTION, "recordReply"),
          Point.end(EXECUTION, "finish"),
          Point.entry(LEDGER, "advanceLater").with("SUCCEEDED"),
          Point.end(MESSAGE_TABLE, "change").with("SUCCEEDED"));

  /// It has committed the outcome, which the broker has not stored, or not confirmed.
  static final List<Point> BEFORE_PUBLISHED =
      List.of(
          Point.entry(BUS, "store").with(SUCCEEDED),
          Point.end(BUS, "store").with(SUCCEEDED),
          Point.entry(PUBLISHER, "confirmed").with(SUCCEEDED));

  /// A station sends commands, or receives the broker's confirmation.
  static final List<Point> WHILE_SENDING =
      List.of(Point.end(OUTBOX, "send"), Point.entry(RUNTIME + "ledger.OutboxStore", "confirm"));

  /// A unit has found a schedule due, but has not started its command.
  static final List<Point> WHEN_DUE =
      List.of(
          Point.entry(LEDGER, "acceptLater").with("minutely"),
          Point.end(RUNTIME + "ledger.ScheduleAdvance", "apply"),
          Point.end(MESSAGE_TABLE, "insert").with("minutely"),
          Point.entry(MAILBOX, "put").with("minutely"));

  private StopPoints() {}

  /// A sender has a command for another node in its outbox, or is about to; the broker has not
  /// confirmed it.
  static List<Point> beforeConfirmed(String to) {
    return List.of(
        Point.entry(OUTBOX, "enqueue").with("to=" + to),
        Point.end(OUTBOX, "enqueue").with("to=" + to),
        Point.entry(BUS, "store").with("." + to + "."),
        Point.end(BUS, "store").with("." + to + "."),
        Point.entry(PUBLISHER, "confirmed").with(to + ".command"));
  }

  /// A random one of the points, at one of its first calls.
  static Point any(List<Point> points, int times, Random random) {
    return points.get(random.nextInt(points.size())).at(1 + random.nextInt(times));
  }
}
