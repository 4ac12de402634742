/// What went wrong elsewhere: a source that tells the warnings and errors of its node's log, and a
/// handler that keeps them in files of the receiver.
@NullMarked
package io.steward.plugin.errorlog;

import org.jspecify.annotations.NullMarked;
