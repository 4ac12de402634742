/// What is too large for a message: objects of plugins, and bodies of messages. Both are stored in
/// pieces that are written, read and retried one by one.
package io.steward.runtime.objects;
