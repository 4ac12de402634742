/// From the bus to the ledger: what a node takes, each stored message once and in order. It decides
/// by headers alone what is accepted, and knows neither handlers nor their threads: it fills a
/// {@link io.steward.runtime.intake.Mailbox}, or calls an {@link
/// io.steward.runtime.intake.EventIntake.Receiver}.
///
/// Entries: {@link io.steward.runtime.intake.CommandIntake}, {@link
/// io.steward.runtime.intake.EventIntake}, and for other carriers of units {@link
/// io.steward.runtime.intake.SubjectCursor} and {@link io.steward.runtime.intake.AdmissionPolicy}.
package io.steward.runtime.intake;
