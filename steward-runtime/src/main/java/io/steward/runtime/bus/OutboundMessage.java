package io.steward.runtime.bus;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;

/// What is handed to the broker.
///
/// @param subject where to, as the broker knows it: all tokens
/// @param headers all that is not arguments
/// @param body not to be changed any more
@SuppressWarnings("ArrayRecordComponent") // a body is megabytes at times; nobody compares letters
public record OutboundMessage(String subject, Headers headers, byte[] body) {

  /// Why it cannot be stored where letters may be at most so large.
  IOException tooLargeFor(int limit) {
    return new IOException(
        "the letter to "
            + subject
            + " is "
            + size()
            + " bytes long; the broker takes at most "
            + limit);
  }

  /// The same, if it fits into what the broker takes; else with a reference to its body, which is
  /// put into the bucket of files under the letter's id first.
  ///
  /// @throws IOException when the broker did not take the body
  public OutboundMessage detachLargeBody(Bus bus) throws IOException, InterruptedException {
    Optional<String> id = headers.find(Header.ID);
    if (size() <= bus.maxPayload() || id.isEmpty()) {
      return this;
    }
    bus.putObject(id.get(), new ByteArrayInputStream(body));
    BodyReference reference = BodyReference.to(id.get(), body);
    return new OutboundMessage(
        subject, headers.with(Header.BODY, reference.toString()), new byte[0]);
  }

  /// The size the broker counts, roughly: body and headers, in bytes.
  public int size() {
    int size = body.length + 32;
    for (var header : headers.values().entrySet()) {
      size += header.getKey().length() + header.getValue().length() + 4;
    }
    return size;
  }
}
