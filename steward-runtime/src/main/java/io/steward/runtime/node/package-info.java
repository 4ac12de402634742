/// A node, assembled from configuration, plugins, ledger, bus and processes.
package io.steward.runtime.node;
