/// What `steward demo` shows apart from steward itself: log files, and a sender of syslog lines.
package io.steward.runtime.cli.demo;
