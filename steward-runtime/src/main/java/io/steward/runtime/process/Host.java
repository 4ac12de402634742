package io.steward.runtime.process;

import io.steward.api.NodeName;
import io.steward.api.Outbox;
import io.steward.api.Subject;
import io.steward.runtime.fleet.FleetClock;
import io.steward.runtime.ledger.Ledger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What all processes of a node share.
///
/// @param node its name
/// @param clock its clock, as far as it is known how it differs from the broker's
/// @param ledger what it has accepted
/// @param answers how it answers
/// @param deadlines its timers
/// @param outbox how it sends messages to others
/// @param data where bindings have their folders
record Host(
    NodeName node,
    FleetClock clock,
    Ledger ledger,
    Answers answers,
    Deadlines deadlines,
    Outbox outbox,
    Path data) {

  /// The folder of one binding, which exists.
  Path folder(Subject subject) throws IOException {
    return Files.createDirectories(
        data.resolve(subject.type() + "." + subject.method() + "." + subject.domain()));
  }
}
