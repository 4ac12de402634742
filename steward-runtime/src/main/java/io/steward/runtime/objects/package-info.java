/// Objects that are too large for messages, in pieces that are written, read and retried one by
/// one.
package io.steward.runtime.objects;
