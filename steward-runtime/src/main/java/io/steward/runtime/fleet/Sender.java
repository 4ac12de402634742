package io.steward.runtime.fleet;

import io.steward.api.Message;
import io.steward.runtime.bus.BodyReference;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.Letter;
import io.steward.runtime.bus.MessageId;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/// Sends messages for somebody who keeps no outbox: it is stored, or the caller is told.
///
/// @param bus to the broker
/// @param letters as whom
public record Sender(Bus bus, Letters letters) {

  private static final int ATTEMPTS = 3;
  private static final long PATIENCE_SECONDS = 5;

  /// Sends a message, and follows it.
  ///
  /// @throws IOException when the broker did not say that it has it
  public Conversation send(Message message) throws IOException, InterruptedException {
    String id = MessageId.next(letters.clock());
    Letter letter =
        new Letter(
            bus.addresses().stored(message.to()),
            new Headers(letters.headers(message, id)),
            letters.body(message));
    if (letter.body().length > BodyReference.USUAL_LARGEST) {
      throw new IllegalArgumentException(
          "the message is "
              + letter.body().length
              + " bytes long; at most "
              + BodyReference.USUAL_LARGEST
              + " are sent");
    }
    Conversation conversation = Conversation.follow(bus, message.to(), id);
    try {
      store(letter.apartWhereTooLarge(bus));
      return conversation;
    } catch (IOException | InterruptedException e) {
      conversation.close();
      throw e;
    }
  }

  private void store(Letter letter) throws IOException, InterruptedException {
    IOException failure = new IOException("not tried");
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        bus.store(letter).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return;
      } catch (ExecutionException e) {
        failure = new IOException("not stored: " + e.getCause(), e);
      } catch (java.util.concurrent.TimeoutException e) {
        failure = new IOException("the broker did not say that it has it", e);
      }
    }
    throw failure;
  }
}
