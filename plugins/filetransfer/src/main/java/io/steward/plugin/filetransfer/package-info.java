/// The method `filetransfer`: files to and from a node, by way of the broker's objects.
package io.steward.plugin.filetransfer;
