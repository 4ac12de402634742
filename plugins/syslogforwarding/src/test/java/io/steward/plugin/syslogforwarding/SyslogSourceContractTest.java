package io.steward.plugin.syslogforwarding;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.steward.testkit.SourceContract;
import io.steward.testkit.SourceStand;
import java.io.IOException;
import java.net.Socket;

class SyslogSourceContractTest extends SourceContract {

  @Override
  protected SyslogSource source() {
    return Sources.on("tcp://127.0.0.1:0");
  }

  @Override
  protected void causeEvent(SourceStand stand) throws IOException {
    try (Socket socket = Sources.connect(stand)) {
      socket.getOutputStream().write("<13>something\n".getBytes(UTF_8));
    }
  }
}
