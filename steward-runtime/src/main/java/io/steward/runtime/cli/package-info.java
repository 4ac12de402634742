/// The command line: the only package that uses picocli. Results go to standard output, progress
/// and notes to standard error.
package io.steward.runtime.cli;
