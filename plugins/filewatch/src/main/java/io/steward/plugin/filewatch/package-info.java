/// Tells what is written to files, or what becomes of them: a source that follows lines or notices
/// changes, and a handler that keeps either in files of the receiver.
package io.steward.plugin.filewatch;
