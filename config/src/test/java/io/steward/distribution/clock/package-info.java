/// A Java agent that makes a node use a clock of the test.
@NullMarked
package io.steward.distribution.clock;

import org.jspecify.annotations.NullMarked;
