/// The output of `--help` and the manual, rendered from the declarations of the verbs when the
/// distribution is built.
package io.steward.runtime.cli.help;
