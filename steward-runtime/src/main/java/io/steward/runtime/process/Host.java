package io.steward.runtime.process;

import io.steward.api.NodeName;
import io.steward.api.Outbox;
import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.fleet.FleetClock;
import io.steward.runtime.ledger.Entry;
import io.steward.runtime.ledger.Ledger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// What all processes of a node share.
///
/// @param node its name
/// @param clock its clock, as far as it is known how it differs from the broker's
/// @param ledger what it has accepted
/// @param answers how it answers
/// @param deadlines its timers
/// @param arguments of what it has accepted
/// @param outbox how it sends messages to others
/// @param data where bindings have their folders
record Host(
    NodeName node,
    FleetClock clock,
    Ledger ledger,
    Answers answers,
    Deadlines deadlines,
    Arguments arguments,
    Outbox outbox,
    Path data) {

  /// The folder of one binding, which exists.
  Path folder(Subject subject) throws IOException {
    return Files.createDirectories(
        data.resolve(subject.type() + "." + subject.method() + "." + subject.domain()));
  }

  /// Ends an accepted message, and says so.
  ///
  /// @param details what there is to tell, however large
  /// @return whether it had not ended before
  /// @throws IOException when it could not be made durable
  boolean end(Entry entry, State.Last state, Map<String, Object> details) throws IOException {
    boolean ended =
        ledger.advance(entry.id(), state, answers.last(entry, state, details, ledger.bodies()));
    arguments.dismiss(entry);
    return ended;
  }
}
