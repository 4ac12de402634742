/// Files that stay consistent, whenever the node crashes.
@NullMarked
package io.steward.durable;

import org.jspecify.annotations.NullMarked;
