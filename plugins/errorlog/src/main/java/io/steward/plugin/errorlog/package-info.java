/// Warnings and errors of other nodes: a source that sends those of its node's log, and a handler
/// that stores them in files of the receiver.
@NullMarked
package io.steward.plugin.errorlog;

import org.jspecify.annotations.NullMarked;
