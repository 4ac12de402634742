package io.steward.runtime.ledger;

/// A body exceeds the limit of this node.
public final class BodyTooLargeException extends Exception {

  private static final long serialVersionUID = 1;

  /// @param size its size, in bytes
  /// @param limit the limit, in bytes
  BodyTooLargeException(long size, long limit) {
    super("is " + size + " bytes long; this node sends at most " + limit);
  }
}
