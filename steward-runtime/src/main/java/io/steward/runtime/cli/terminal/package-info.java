/// What a person sees of the program, and what the shell gets from it.
///
/// {@link io.steward.runtime.cli.terminal.Console} prints results and notes, as text or JSON;
/// {@link io.steward.runtime.cli.terminal.Table}, {@link io.steward.runtime.cli.terminal.Screen}
/// and the others lay out text for it. {@link io.steward.runtime.cli.terminal.ExitCode} has the
/// exit codes. Nothing here knows a unit or a job.
package io.steward.runtime.cli.terminal;
