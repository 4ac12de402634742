/// Files that stay consistent, whenever the node is killed or the power fails: {@link
/// io.steward.durable.AppendOnce} appends each batch once, {@link io.steward.durable.AtomicFile} is
/// replaced as a whole.
///
/// Nothing accepts or returns null.
@NullMarked
package io.steward.durable;

import org.jspecify.annotations.NullMarked;
