import org.jspecify.annotations.NullMarked;

/// Forwards syslog lines from one node to another.
@NullMarked
module io.steward.plugin.syslogforwarding {
  requires io.steward.api;
  requires io.steward.durable;
  requires static org.jspecify;
  requires org.slf4j;

  provides io.steward.api.MethodHandler with
      io.steward.plugin.syslogforwarding.SyslogFile;
  provides io.steward.api.Source with
      io.steward.plugin.syslogforwarding.SyslogSource;
}
