package io.steward.runtime.broker;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/// A program that starts a broker, prints its process id, and waits to be killed.
final class BrokerParent {

  private BrokerParent() {}

  public static void main(String[] arguments) throws Exception {
    try (EmbeddedBroker broker =
        EmbeddedBroker.start(BrokerIT.binary(), Path.of(arguments[0]), 0)) {
      System.out.println(broker.pid());
      new CountDownLatch(1).await();
    }
  }
}
