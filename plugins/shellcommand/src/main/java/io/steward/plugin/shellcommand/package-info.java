/// Runs a program on the node and streams what it prints.
package io.steward.plugin.shellcommand;
