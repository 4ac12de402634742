/// The method `inventory`: a source that tells facts, and a handler that answers with them.
package io.steward.plugin.inventory;
