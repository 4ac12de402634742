/// The verbs: one class each, named after what it does, and listed in `cli.Verbs`.
///
/// A verb declares its options, and puts together what the other packages do; what only one verb
/// needs is here too. picocli instantiates it, sets its fields, and calls it.
package io.steward.runtime.cli.verb;
