/// What the shell offers when TAB is pressed.
///
/// {@link io.steward.runtime.cli.completion.Completion} reads the words typed so far and the
/// declarations of the verbs. {@link io.steward.runtime.cli.completion.CompletionCandidates} are
/// what the declarations name: units, subjects and arguments, from the broker if it answers soon.
package io.steward.runtime.cli.completion;
