/// The cost of having a handler in a plugin, without messaging.
package io.steward.benchmark.plugin;
