package io.steward.runtime.bus;

import io.nats.client.Connection;
import io.nats.client.Consumer;
import io.nats.client.ErrorListener;
import io.nats.client.JetStreamSubscription;
import io.nats.client.support.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Logs what the broker complains of, at the level an operator wants it; jnats' own listener logs
/// every flow-control message as well.
final class NatsErrorLogger implements ErrorListener {

  private static final Logger log = LoggerFactory.getLogger(NatsBus.class);

  private final Runnable onGap;

  /// @param onGap told when messages were dropped on this side
  NatsErrorLogger(Runnable onGap) {
    this.onGap = onGap;
  }

  @Override
  public void errorOccurred(Connection connection, String error) {
    log.warn("the broker says: {}", error);
  }

  @Override
  public void exceptionOccurred(Connection connection, Exception exception) {
    log.debug("link to the broker: {}", exception.toString());
  }

  @Override
  public void slowConsumerDetected(Connection connection, Consumer consumer) {
    log.warn("messages came faster than they were taken; reading the missed ones from the stream");
    onGap.run();
  }

  @Override
  public void pullStatusWarning(
      Connection connection, JetStreamSubscription subscription, Status status) {
    log.debug("pull: {}", status.getMessageWithCode());
  }

  @Override
  public void pullStatusError(
      Connection connection, JetStreamSubscription subscription, Status status) {
    log.debug("pull: {}", status.getMessageWithCode());
  }
}
