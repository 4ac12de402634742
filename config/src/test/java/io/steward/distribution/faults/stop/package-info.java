/// A Java agent that kills its own program with a real signal at an exact point of the code.
@NullMarked
package io.steward.distribution.faults.stop;

import org.jspecify.annotations.NullMarked;
