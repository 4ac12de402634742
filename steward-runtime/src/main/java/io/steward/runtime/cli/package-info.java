/// The command line: this package and those in it are the only ones that use picocli. {@link
/// io.steward.runtime.cli.Steward} is the program, `Verbs` the list of what it does.
///
/// The verbs are in `cli.verb`, except those here, which run or read other verbs: `demo`, `train`,
/// `complete` and `render-pages`. What verbs have in common is in a package per topic, none of
/// which knows a verb. Results go to standard output, progress and notes to standard error.
package io.steward.runtime.cli;
