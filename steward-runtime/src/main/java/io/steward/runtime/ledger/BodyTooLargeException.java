package io.steward.runtime.ledger;

/// A body that is larger than this node gives.
public final class BodyTooLargeException extends Exception {

  private static final long serialVersionUID = 1;

  /// @param size how long it is, in bytes
  /// @param limit how long it may be
  BodyTooLargeException(long size, long limit) {
    super("is " + size + " bytes long; this node sends at most " + limit);
  }
}
