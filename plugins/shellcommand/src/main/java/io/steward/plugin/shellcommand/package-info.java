/// Runs a program on the node, and streams its output.
package io.steward.plugin.shellcommand;
