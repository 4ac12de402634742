/// Builds the distribution. None of it is shipped.
@NullMarked
package io.steward.distribution.build;

import org.jspecify.annotations.NullMarked;
