package io.steward.runtime.bus;

import io.nats.client.Connection;
import io.nats.client.Consumer;
import io.nats.client.ErrorListener;
import io.nats.client.JetStreamSubscription;
import io.nats.client.support.Status;
import io.steward.runtime.access.BrokerAddress;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Logs the broker's errors at the level that an operator needs. The listener of jnats itself also
/// logs every flow-control message.
final class NatsErrorLogger implements ErrorListener {

  private static final Logger log = LoggerFactory.getLogger(NatsErrorLogger.class);

  private final LinkLog linkLog;
  private final DeniedSubscriptions denied;
  private final Runnable onGap;
  private volatile String lastTlsFailure = "";
  private volatile java.util.function.Consumer<SSLException> onTlsFailure = e -> {};

  /// @param linkLog is told of what may end the link
  /// @param denied is told of denied subscriptions
  /// @param onGap called when this side has dropped messages
  NatsErrorLogger(LinkLog linkLog, DeniedSubscriptions denied, Runnable onGap) {
    this.linkLog = linkLog;
    this.denied = denied;
    this.onGap = onGap;
  }

  /// @param listener called when no TLS connection could be made, for example as the certificate is
  ///   for another host
  void onTlsFailure(java.util.function.Consumer<SSLException> listener) {
    onTlsFailure = listener;
  }

  @Override
  public void errorOccurred(Connection connection, String error) {
    String text = BrokerAddress.redact(error);
    linkLog.cause("the broker says: " + text);
    if (!denied.record(error)) {
      log.warn("the broker reports an error: {}", text);
    }
  }

  @Override
  public void exceptionOccurred(Connection connection, Exception exception) {
    for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLException failure) {
        String why = String.valueOf(failure.getMessage());
        if (!why.equals(lastTlsFailure)) { // every attempt fails alike
          log.warn("no TLS connection to a broker: {}", why);
          lastTlsFailure = why;
        }
        onTlsFailure.accept(failure);
        return;
      }
    }
    String text = BrokerAddress.redact(exception.toString());
    linkLog.cause(text);
    log.debug("link to the broker: {}", text);
  }

  @Override
  public void slowConsumerDetected(Connection connection, Consumer consumer) {
    log.warn(
        "messages arrived faster than they were handled; reading the missed ones from the stream");
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
