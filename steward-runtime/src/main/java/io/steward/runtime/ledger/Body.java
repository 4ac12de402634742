package io.steward.runtime.ledger;

/// A body that has been written: in memory if it is small, otherwise in a file.
public sealed interface Body {

  /// A body that fits into a row.
  ///
  /// @param bytes the body, which must not be changed any more
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Small(byte[] bytes) implements Body {}

  /// A body on the disk.
  ///
  /// @param file its file
  /// @param sha256 its SHA-256, in hex
  record Large(BodyFile file, String sha256) implements Body {}
}
