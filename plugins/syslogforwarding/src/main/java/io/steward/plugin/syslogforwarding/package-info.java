/// Forwards syslog lines from one node to another: a source that listens like a syslog server, and
/// a handler that appends the lines to files.
package io.steward.plugin.syslogforwarding;
