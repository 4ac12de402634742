package io.steward.runtime.ledger;

/// A body as it was written: in memory as long as it is small.
public sealed interface Body {

  /// One that goes into a row.
  ///
  /// @param bytes not to be changed any more
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Small(byte[] bytes) implements Body {}

  /// One that is on the disk.
  ///
  /// @param file where it is
  /// @param sha256 of it, in hex
  record Large(BodyFile file, String sha256) implements Body {}
}
