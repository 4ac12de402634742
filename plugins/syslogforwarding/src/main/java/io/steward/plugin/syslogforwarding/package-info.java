/// Carries syslog lines from a node to another, and keeps them there: a source that listens as a
/// syslog server does, and a handler that appends to files.
package io.steward.plugin.syslogforwarding;
