/// The front door of the program. The rooms behind it, each with one reason to exist, in the order
/// in which they may use one another: `binding`; `config`, `bus`, `ledger`, `plugin`, `broker`;
/// `fleet`; `process`; `agent`; `cli`.
package io.steward.runtime;
