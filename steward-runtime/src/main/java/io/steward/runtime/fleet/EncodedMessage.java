package io.steward.runtime.fleet;

import io.steward.api.NodeName;
import io.steward.api.Subject;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.OutboundMessage;
import io.steward.runtime.databind.Json;
import io.steward.runtime.objects.BodyBucket;
import io.steward.runtime.objects.BodyReference;
import io.steward.runtime.temporary.TemporaryFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// A message with its headers. Its body is still a document, since the text may be too large for
/// the memory.
///
/// @param from its sender
/// @param to where it is sent
/// @param id its id
/// @param headers its headers, with the id among them
/// @param document the body, as plain data
public record EncodedMessage(
    NodeName from, Subject to, String id, Headers headers, Object document) {

  /// This message with another header.
  public EncodedMessage with(String name, String value) {
    return new EncodedMessage(from, to, id, headers.with(name, value), document);
  }

  /// Writes the body.
  ///
  /// @throws IOException if writing to the stream fails
  public void writeBody(OutputStream out) throws IOException {
    Json.write(document, out);
  }

  /// This message as the broker stores it. A body that the broker does not accept within a message
  /// is first stored in the bucket of bodies.
  ///
  /// @throws IllegalArgumentException if the body exceeds the limit
  /// @throws IOException if the broker did not store the body
  public OutboundMessage outbound(Bus bus) throws IOException, InterruptedException {
    long size = Json.length(document);
    if (size > BodyReference.DEFAULT_MAX_SIZE) {
      throw new IllegalArgumentException(
          "the message is "
              + size
              + " bytes long; at most "
              + BodyReference.DEFAULT_MAX_SIZE
              + " can be sent");
    }
    String subject = bus.addresses().storedSubject(to);
    return size > bus.maxPayload()
        ? new OutboundMessage(subject, headers.with(Header.BODY, putBody(bus)), new byte[0])
        : BodyBucket.of(bus)
            .detachLarge(new OutboundMessage(subject, headers, Json.write(document)), bodyName());
  }

  /// The name of its body, if that travels separately.
  public String bodyName() {
    return BodyReference.argumentsName(from, to, id);
  }

  /// Puts the body into its bucket, by way of a file to save memory.
  ///
  /// @return the reference for the header
  private String putBody(Bus bus) throws IOException, InterruptedException {
    Path file = TemporaryFiles.file("steward-body-", ".json");
    try {
      try (OutputStream out = Files.newOutputStream(file)) {
        writeBody(out);
      }
      try (InputStream in = Files.newInputStream(file)) {
        BodyBucket.of(bus).put(bodyName(), in);
      }
      return BodyReference.to(bodyName(), file).toString();
    } finally {
      Files.delete(file);
    }
  }
}
