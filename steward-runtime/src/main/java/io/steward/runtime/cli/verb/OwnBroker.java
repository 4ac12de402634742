package io.steward.runtime.cli.verb;

import io.steward.runtime.access.BrokerAddress;
import io.steward.runtime.access.BrokerContext;
import io.steward.runtime.access.LocalBrokerFolder;
import io.steward.runtime.broker.BrokerBinary;
import io.steward.runtime.broker.EmbeddedBroker;
import io.steward.runtime.cli.terminal.Console;
import io.steward.runtime.files.PrivateFolder;
import java.io.IOException;
import java.nio.file.Path;

/// A broker that only this user may use: it requires a login, which this user's programs find by
/// its address.
///
/// @param broker the broker
/// @param context the context of the `nats` tool with its login
/// @param references where this user's programs look for it
public record OwnBroker(EmbeddedBroker broker, Path context, LocalBrokerFolder references)
    implements AutoCloseable {

  /// Starts one.
  ///
  /// @param data the folder for its streams and its context
  /// @param port its port; 0 for a free one
  /// @throws IOException if it does not start; the message says why
  public static OwnBroker start(BrokerBinary binary, Path data, int port, Console console)
      throws IOException, InterruptedException {
    BrokerContext context = BrokerContext.open(PrivateFolder.open(data));
    EmbeddedBroker broker = EmbeddedBroker.start(binary, data, port, context.login());
    LocalBrokerFolder references = LocalBrokerFolder.of(System.getenv());
    try {
      context.write(broker.address());
    } catch (IOException e) {
      broker.close();
      throw e;
    }
    try {
      references.put(broker.address(), context.file());
    } catch (IOException e) {
      console.note("other programs find the broker's login only with --context: " + e.getMessage());
    }
    return new OwnBroker(broker, context.file(), references);
  }

  /// Its address, with the login.
  public BrokerAddress address() {
    return broker.address();
  }

  @Override
  public void close() {
    references.remove(address());
    broker.close();
  }
}
