/// Files to which batches are appended, each once, whatever is given again after a crash.
@NullMarked
package io.steward.appending;

import org.jspecify.annotations.NullMarked;
