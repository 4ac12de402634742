package io.steward.runtime.fleet;

import io.steward.api.Message;
import io.steward.runtime.bus.BodyReference;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.MessageIdGenerator;
import io.steward.runtime.bus.OutboundMessage;
import io.steward.runtime.databind.Json;
import io.steward.runtime.temporary.TemporaryFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/// Sends messages without an outbox: either the broker stores a message, or the caller gets an
/// exception.
///
/// @param bus the connection to the broker
/// @param encoder encodes messages with their sender
public record MessageSender(Bus bus, MessageEncoder encoder) {

  private static final int ATTEMPTS = 3;
  private static final long PUBLISH_TIMEOUT_SECONDS = 5;

  /// Sends a message and follows it.
  ///
  /// @throws IOException if the broker does not acknowledge it
  public ExchangeFollower send(Message message) throws IOException, InterruptedException {
    return send(message, id -> ExchangeFollower.follow(bus, message.to(), id));
  }

  /// Sends one message of many and follows it.
  ///
  /// @param router the router of its method and domain
  /// @throws IOException if the broker does not acknowledge it
  public ExchangeFollower send(Message message, ReplyRouter router)
      throws IOException, InterruptedException {
    return send(message, id -> ExchangeFollower.follow(bus, message.to(), id, router));
  }

  /// Creates the follower of a message from its id.
  @FunctionalInterface
  private interface FollowerFactory {
    ExchangeFollower create(String id) throws InterruptedException;
  }

  private ExchangeFollower send(Message message, FollowerFactory factory)
      throws IOException, InterruptedException {
    String id = MessageIdGenerator.next(encoder.clock());
    Object document = encoder.document(message);
    long size = Json.length(document);
    if (size > BodyReference.DEFAULT_MAX_SIZE) {
      throw new IllegalArgumentException(
          "the message is "
              + size
              + " bytes long; at most "
              + BodyReference.DEFAULT_MAX_SIZE
              + " can be sent");
    }
    ExchangeFollower follower = factory.create(id);
    try {
      String subject = bus.addresses().storedSubject(message.to());
      Headers headers = new Headers(encoder.headers(message, id));
      store(
          size > bus.maxPayload()
              ? new OutboundMessage(
                  subject, headers.with(Header.BODY, putBody(id, document)), new byte[0])
              : new OutboundMessage(subject, headers, Json.write(document)).detachLargeBody(bus));
      return follower;
    } catch (IOException | InterruptedException e) {
      follower.close();
      throw e;
    }
  }

  /// Puts a body into the object store, by way of a file to save memory.
  ///
  /// @return the reference for the header
  private String putBody(String id, Object document) throws IOException, InterruptedException {
    Path file = TemporaryFiles.file("steward-body-", ".json");
    try {
      try (OutputStream out = Files.newOutputStream(file)) {
        Json.write(document, out);
      }
      try (InputStream in = Files.newInputStream(file)) {
        bus.putObject(id, in);
      }
      return BodyReference.to(id, file).toString();
    } finally {
      Files.delete(file);
    }
  }

  private void store(OutboundMessage outbound) throws IOException, InterruptedException {
    IOException failure = new IOException("not attempted");
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        bus.store(outbound).get(PUBLISH_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        return;
      } catch (ExecutionException e) {
        failure = new IOException("not stored: " + e.getCause(), e);
      } catch (java.util.concurrent.TimeoutException e) {
        failure = new IOException("the broker did not acknowledge it", e);
      }
    }
    throw failure;
  }
}
