package io.steward.runtime.fleet;

import io.steward.runtime.bus.BodyReference;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.bus.UnusableBodyException;
import io.steward.runtime.databind.Json;
import io.steward.runtime.temporary.TemporaryFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Reads documents wherever they are: with their delivery, or apart from it in the bucket of files.
///
/// @param bus where to look
public record BodyReader(Bus bus) {

  /// The document of an answer. When its body cannot be had any more, a short one that says why.
  ///
  /// @throws IOException when the broker cannot be asked now
  public Map<String, Object> document(InboundMessage answer)
      throws IOException, InterruptedException {
    Optional<String> apart = answer.headers().find(Header.BODY);
    if (apart.isEmpty()) {
      return UntrustedDocuments.read(answer.body());
    }
    try {
      return fetch(BodyReference.parse(apart.get()));
    } catch (UnusableBodyException e) {
      return instead(answer, e.reason());
    } catch (IllegalArgumentException broken) {
      return instead(answer, String.valueOf(broken.getMessage()));
    }
  }

  private Map<String, Object> fetch(BodyReference reference)
      throws IOException, InterruptedException, UnusableBodyException {
    long largest = BodyReference.DEFAULT_MAX_SIZE + BodyReference.ENVELOPE_SIZE;
    if (reference.size() > largest) {
      throw new UnusableBodyException(
          "the answer is " + reference.size() + " bytes long; at most " + largest + " are read");
    }
    Path file = TemporaryFiles.file("steward-body-", ".json"); // rather than a copy in memory
    try {
      reference.fetch(bus, file);
      try (InputStream in = Files.newInputStream(file)) {
        return UntrustedDocuments.map(Json.read(in));
      }
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static Map<String, Object> instead(InboundMessage answer, String reason) {
    Map<String, Object> document = new LinkedHashMap<>();
    answer.headers().find(Header.SENT).ifPresent(sent -> document.put("at", sent));
    document.put("reason", reason);
    return document;
  }
}
