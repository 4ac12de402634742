/// What it costs that a handler is in a plugin, without messages.
package io.steward.benchmark.plugin;
