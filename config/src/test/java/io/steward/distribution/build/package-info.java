/// Claims about what makes the distribution.
@NullMarked
package io.steward.distribution.build;

import org.jspecify.annotations.NullMarked;
