/// What every node can do without a plugin: the commands of the domain `steward`, schedules, and
/// startup commands. They run on the same processes as commands of plugins do.
///
/// Entries: {@link io.steward.runtime.builtin.BuiltinCommands}, {@link
/// io.steward.runtime.builtin.Scheduler} and {@link io.steward.runtime.builtin.StartupCommands}.
package io.steward.runtime.builtin;
