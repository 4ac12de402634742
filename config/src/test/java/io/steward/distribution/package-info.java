/// Tests the distribution as a person uses it: real processes, and their output.
@NullMarked
package io.steward.distribution;

import org.jspecify.annotations.NullMarked;
