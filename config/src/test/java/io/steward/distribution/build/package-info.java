/// Tests of what builds the distribution.
@NullMarked
package io.steward.distribution.build;

import org.jspecify.annotations.NullMarked;
