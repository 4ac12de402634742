package io.steward.runtime.bus;

/// What is handed to the broker.
///
/// @param subject where to, as the broker knows it: all tokens
/// @param headers all that is not arguments
/// @param body not to be changed any more
@SuppressWarnings("ArrayRecordComponent") // a body is megabytes at times; nobody compares letters
public record Letter(String subject, Headers headers, byte[] body) {

  /// The size the broker counts, roughly: body and headers, in bytes.
  public int size() {
    int size = body.length + 32;
    for (var header : headers.values().entrySet()) {
      size += header.getKey().length() + header.getValue().length() + 4;
    }
    return size;
  }
}
