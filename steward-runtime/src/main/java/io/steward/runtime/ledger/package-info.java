/// What this node has accepted and what came of it, and what it has said and the broker has not yet
/// confirmed: the only room that knows SQLite.
///
/// One file, `ledger.db`, readable with the stock `sqlite3` tool; and beside it the folder
/// `bodies`, with what is too large for a row.
package io.steward.runtime.ledger;
