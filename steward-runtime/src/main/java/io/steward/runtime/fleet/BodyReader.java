package io.steward.runtime.fleet;

import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.databind.Json;
import io.steward.runtime.objects.BodyBucket;
import io.steward.runtime.objects.BodyReference;
import io.steward.runtime.objects.UnusableBodyException;
import io.steward.runtime.temporary.TemporaryFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Reads the documents of answers, in the message itself or in the bucket of bodies.
///
/// @param bus the connection to the broker
public record BodyReader(Bus bus) {

  /// The document of an answer. If its body is no longer available, a short document that gives the
  /// reason.
  ///
  /// @throws IOException if the broker cannot be queried now
  public Map<String, Object> document(InboundMessage answer)
      throws IOException, InterruptedException {
    Optional<String> reference = answer.headers().find(Header.BODY);
    if (reference.isEmpty()) {
      return UntrustedDocuments.read(answer.body());
    }
    try {
      return fetch(BodyReference.parse(reference.get()));
    } catch (UnusableBodyException e) {
      return placeholder(answer, e.reason());
    } catch (IllegalArgumentException e) {
      return placeholder(answer, String.valueOf(e.getMessage()));
    }
  }

  private Map<String, Object> fetch(BodyReference reference)
      throws IOException, InterruptedException, UnusableBodyException {
    long maxSize = BodyReference.DEFAULT_MAX_SIZE + BodyReference.ENVELOPE_SIZE;
    if (reference.size() > maxSize) {
      throw new UnusableBodyException(
          "the answer is " + reference.size() + " bytes long; at most " + maxSize + " are read");
    }
    Path file = TemporaryFiles.file("steward-body-", ".json"); // to avoid a copy in memory
    try {
      BodyBucket.of(bus).fetch(reference, file);
      try (InputStream in = Files.newInputStream(file)) {
        return UntrustedDocuments.map(Json.read(in));
      }
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static Map<String, Object> placeholder(InboundMessage answer, String reason) {
    Map<String, Object> document = new LinkedHashMap<>();
    answer.headers().find(Header.SENT).ifPresent(sent -> document.put("at", sent));
    document.put("reason", reason);
    return document;
  }
}
