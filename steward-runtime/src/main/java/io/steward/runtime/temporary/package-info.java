/// Files and folders that are of no use after the program.
@NullMarked
package io.steward.runtime.temporary;

import org.jspecify.annotations.NullMarked;
