package io.steward.runtime.ledger;

/// A message of the outbox that the broker has confirmed.
///
/// @param number its number in the outbox
/// @param id its id at the broker
/// @param size its size in the outbox, in bytes
/// @param stream the stream that stores it
/// @param sequence its sequence there
public record ConfirmedRow(long number, String id, long size, String stream, long sequence) {}
