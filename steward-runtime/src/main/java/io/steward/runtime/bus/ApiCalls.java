package io.steward.runtime.bus;

import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamStatusCheckedException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// One kind of failure for everything a broker may refuse.
final class ApiCalls {

  private ApiCalls() {}

  /// A question to the broker.
  @FunctionalInterface
  interface ApiCall<T extends @Nullable Object> {
    T run()
        throws IOException,
            JetStreamApiException,
            JetStreamStatusCheckedException,
            InterruptedException;
  }

  /// Asks, and turns the broker's refusal, and a connection closed meanwhile, into an
  /// `IOException`.
  static <T extends @Nullable Object> T call(ApiCall<T> apiCall)
      throws IOException, InterruptedException {
    try {
      return apiCall.run();
    } catch (JetStreamApiException | JetStreamStatusCheckedException refused) {
      throw new IOException(refused.getMessage(), refused);
    } catch (IllegalStateException closed) {
      throw new IOException("the connection to the broker is closed", closed);
    }
  }
}
