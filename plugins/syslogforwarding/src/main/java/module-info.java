import org.jspecify.annotations.NullMarked;

@NullMarked
module io.steward.plugin.syslogforwarding {
  requires io.steward.api;
  requires static org.jspecify;
}
