/// What people type: the only room that knows picocli. Results go to standard output, progress and
/// notes to standard error.
package io.steward.runtime.cli;
