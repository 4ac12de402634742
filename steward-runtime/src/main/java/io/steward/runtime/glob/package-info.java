/// Patterns with `*` and `?`, matched in linear time.
package io.steward.runtime.glob;
