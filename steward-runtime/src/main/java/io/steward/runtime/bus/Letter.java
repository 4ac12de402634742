package io.steward.runtime.bus;

import java.io.IOException;

/// What is handed to the broker.
///
/// @param subject where to, as the broker knows it: all tokens
/// @param headers all that is not arguments
/// @param body not to be changed any more
@SuppressWarnings("ArrayRecordComponent") // a body is megabytes at times; nobody compares letters
public record Letter(String subject, Headers headers, byte[] body) {

  /// Why it cannot be stored where letters may be at most so large.
  IOException tooLargeFor(int most) {
    return new IOException(
        "the letter to "
            + subject
            + " is "
            + size()
            + " bytes long; the broker takes at most "
            + most);
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
