/// The messages that this node has accepted, their outcomes, and the outbox: the only package that
/// uses SQLite.
///
/// One file, `ledger.db`, which the stock `sqlite3` tool can read, and beside it the folder
/// `bodies` with what is too large for a row.
package io.steward.runtime.ledger;
