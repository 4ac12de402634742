/// Files that are as they should be after a crash, whenever it comes.
@NullMarked
package io.steward.durable;

import org.jspecify.annotations.NullMarked;
