/// Uses what a person gets, as a person does: real processes of the distribution, and what they
/// print.
@NullMarked
package io.steward.distribution;

import org.jspecify.annotations.NullMarked;
