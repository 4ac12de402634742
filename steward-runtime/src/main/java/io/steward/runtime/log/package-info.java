/// The newest warnings and errors of this program.
@NullMarked
package io.steward.runtime.log;

import org.jspecify.annotations.NullMarked;
