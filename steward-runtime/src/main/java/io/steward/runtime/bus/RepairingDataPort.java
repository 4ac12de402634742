package io.steward.runtime.bus;

import io.nats.client.Options;
import io.nats.client.impl.SocketDataPortWithWriteTimeout;
import java.io.IOException;

/// The socket of a connection to a broker, which survives whatever headers clients have written.
/// Created by jnats, by its name, for each attempt to connect.
public final class RepairingDataPort extends SocketDataPortWithWriteTimeout {

  private InboundProtocol protocol = new InboundProtocol(Options.DEFAULT_INBOX_PREFIX);

  /// For jnats.
  public RepairingDataPort() {}

  @Override
  public void afterConstruct(Options options) {
    super.afterConstruct(options);
    protocol = new InboundProtocol(options.getInboxPrefix());
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    return protocol.read(super::read, into, offset, length);
  }
}
