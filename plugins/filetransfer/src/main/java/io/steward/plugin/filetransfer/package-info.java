/// The method `filetransfer`: copies files to and from a node through the broker's object store.
package io.steward.plugin.filetransfer;
