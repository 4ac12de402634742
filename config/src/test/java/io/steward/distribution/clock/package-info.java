/// A Java agent that has a node go by a clock of its test's.
@NullMarked
package io.steward.distribution.clock;

import org.jspecify.annotations.NullMarked;
