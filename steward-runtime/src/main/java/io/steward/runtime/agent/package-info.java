/// A node put together: configuration, plugins, ledger, bus and processes.
package io.steward.runtime.agent;
