/// What each binding keeps on the node's disk: a folder of its own, and the positions in it.
@NullMarked
package io.steward.runtime.storage;

import org.jspecify.annotations.NullMarked;
