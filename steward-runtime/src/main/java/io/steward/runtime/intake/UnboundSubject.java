package io.steward.runtime.intake;

import io.steward.api.Subject;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.databind.SpellingSuggestion;
import java.util.Collection;

/// Commands on subjects that no process of a node receives.
public final class UnboundSubject {

  private UnboundSubject() {}

  /// The subject of an inbound message, live or read from its stream.
  ///
  /// @throws IllegalArgumentException if it is not a subject
  public static Subject of(InboundMessage inbound, Addresses addresses) {
    return inbound.headers().find(Header.STORED_IN).isPresent() || !inbound.isStored()
        ? Subject.parse(inbound.subject())
        : addresses.parseStoredSubject(inbound.subject());
  }

  /// Why a command is rejected.
  ///
  /// @param known the subjects that are bound
  public static String reason(Subject subject, Collection<Subject> known) {
    return "nothing here handles "
        + subject
        + SpellingSuggestion.hint(
            subject.toString(), known.stream().map(Subject::toString).toList());
  }

  /// Why a command is rejected that was accepted while its subject was bound.
  public static String reasonAfterRemoval(Subject subject) {
    return "nothing here handles " + subject + " any more";
  }
}
