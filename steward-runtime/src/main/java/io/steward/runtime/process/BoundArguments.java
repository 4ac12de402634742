package io.steward.runtime.process;

import io.steward.runtime.databind.Binder;
import io.steward.runtime.databind.ProblemsException;
import io.steward.runtime.intake.ArgumentLoader;
import io.steward.runtime.ledger.LedgerEntry;
import io.steward.runtime.objects.UnusableBodyException;
import java.io.IOException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The arguments of a message, bound to the record of its handler, or why they do not bind.
///
/// @param <A> the arguments
sealed interface BoundArguments<A extends Record> {

  /// They bind.
  record Valid<A extends Record>(A value) implements BoundArguments<A> {}

  /// They do not bind.
  record Invalid<A extends Record>(String reason) implements BoundArguments<A> {}

  /// Reads and binds the arguments of a message.
  ///
  /// @throws IOException if the disk cannot be read
  static <A extends Record> BoundArguments<A> of(
      LedgerEntry entry, ArgumentLoader loader, Class<A> type) throws IOException {
    try {
      return new Valid<>(Binder.bind(loader.read(entry), type));
    } catch (UnusableBodyException e) {
      return new Invalid<>(e.reason());
    } catch (ProblemsException e) {
      return new Invalid<>(
          e.problems().stream().map(Object::toString).collect(Collectors.joining("; ")));
    } catch (RuntimeException e) { // thrown by the plugin's own record
      Logger log = LoggerFactory.getLogger(BoundArguments.class);
      log.error("{}: the arguments record of {} is broken", entry.id(), entry.subject(), e);
      return new Invalid<>("broken: " + e);
    }
  }
}
