/// Sends lines of files, or changes of files and directories, to another node: a source that
/// follows lines or detects changes, and a handler that stores either in files of the receiver.
package io.steward.plugin.filewatch;
