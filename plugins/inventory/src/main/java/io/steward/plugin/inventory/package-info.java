/// The method `inventory`: a source that reports facts, and a handler that returns them.
package io.steward.plugin.inventory;
