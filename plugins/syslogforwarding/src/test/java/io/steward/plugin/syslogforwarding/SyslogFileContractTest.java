package io.steward.plugin.syslogforwarding;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.steward.testkit.EventContract;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

class SyslogFileContractTest extends EventContract<LineBatch> {

  @Override
  protected SyslogFile handler() {
    return new SyslogFile();
  }

  @Override
  protected LineBatch event() {
    SyslogParser syslogParser = new SyslogParser(ZoneOffset.UTC);
    byte[] message = "<165>1 2003-08-24T05:14:15Z h a 7 I [x@1 q=\"w\"] text".getBytes(UTF_8);
    return new LineBatch(
        1, 0, List.of(syslogParser.parse(message, Instant.EPOCH, "tcp 192.0.2.1:1")));
  }
}
