package io.steward.runtime.bus;

import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamStatusCheckedException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Calls the broker and reports every refusal as an `IOException`.
final class ApiCalls {

  private ApiCalls() {}

  /// A call to the broker.
  @FunctionalInterface
  interface ApiCall<T extends @Nullable Object> {
    T run()
        throws IOException,
            JetStreamApiException,
            JetStreamStatusCheckedException,
            InterruptedException;
  }

  /// Runs the call. A refusal, or a connection closed meanwhile, becomes an `IOException`.
  static <T extends @Nullable Object> T call(ApiCall<T> apiCall)
      throws IOException, InterruptedException {
    try {
      return apiCall.run();
    } catch (JetStreamApiException | JetStreamStatusCheckedException refused) {
      throw new IOException(refused.getMessage(), refused);
    } catch (IllegalStateException closed) {
      throw new IOException("the connection to the broker is closed", closed);
    } catch (IllegalArgumentException refused) { // larger than what the broker accepts
      throw new IOException("the request cannot be sent: " + refused.getMessage(), refused);
    }
  }
}
