package io.steward.runtime.ledger;

import io.steward.api.Subject;

/// Identifies a message in the ledger. An id alone does not: whoever may send one harmless command
/// could otherwise take the id of another.
///
/// @param subject the subject it arrived on
/// @param id its id
public record MessageKey(Subject subject, String id) {}
