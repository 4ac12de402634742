package io.steward.runtime.outbox;

import io.steward.runtime.bus.Header;
import io.steward.runtime.ledger.Body;
import io.steward.runtime.ledger.OutboxMessage;
import io.steward.runtime.objects.BodyReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Creates outbox messages with bodies of any size.
final class OutboxMessages {

  private OutboxMessages() {}

  /// Creates a message. If its body is large, a header refers to it.
  static OutboxMessage of(
      String subject, Map<String, String> headers, Body body, Optional<String> copyTo) {
    return switch (body) {
      case Body.Small(byte[] bytes) -> new OutboxMessage(subject, headers, bytes, copyTo);
      case Body.Large(var file, String sha256) -> {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(Header.BODY, new BodyReference(file.name(), file.size(), sha256).toString());
        yield new OutboxMessage(subject, all, new byte[0], copyTo, Optional.of(file));
      }
    };
  }
}
