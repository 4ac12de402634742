/// What this program has logged lately that somebody should know of.
@NullMarked
package io.steward.runtime.log;

import org.jspecify.annotations.NullMarked;
