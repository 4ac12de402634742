/// Files and folders that are not needed after the program ends.
@NullMarked
package io.steward.runtime.temporary;

import org.jspecify.annotations.NullMarked;
