package io.steward.runtime.ledger;

import java.util.Map;
import java.util.Optional;

/// Something this node says.
///
/// @param subject where it is stored, or the four-token subject of a message to another node
/// @param headers all that is not body
/// @param body not to be changed any more
/// @param copyTo where a NATS client waits for it besides
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Posting(
    String subject, Map<String, String> headers, byte[] body, Optional<String> copyTo) {}
