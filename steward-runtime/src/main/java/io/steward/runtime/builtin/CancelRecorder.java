package io.steward.runtime.builtin;

import io.steward.api.Subject;
import io.steward.runtime.databind.Binder;
import io.steward.runtime.databind.Document;
import io.steward.runtime.databind.ProblemsException;
import io.steward.runtime.intake.CancelListener;
import io.steward.runtime.ledger.Cancellation;
import io.steward.runtime.ledger.Ledger;
import io.steward.runtime.ledger.LedgerEntry;
import io.steward.runtime.process.CommandProcess;
import java.io.IOException;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Records a cancellation as soon as it arrives rather than in its turn, so that it takes effect on
/// every command that is accepted later.
///
/// @param commands the current processes by subject
public record CancelRecorder(Ledger ledger, Supplier<Map<Subject, CommandProcess>> commands)
    implements CancelListener {

  private static final Logger log = LoggerFactory.getLogger(CancelRecorder.class);

  @Override
  public void onCancellation(LedgerEntry cancellation) {
    try {
      Document document = Document.json("arguments", cancellation.body());
      Cancellation recorded =
          Binder.bind(document, CancelHandler.Arguments.class).by(cancellation.from());
      Subject subject = recorded.key().subject();
      if (!CancelHandler.isForbidden(commands.get(), subject, recorded.by())) {
        ledger.cancel(recorded);
      }
    } catch (ProblemsException e) {
      // it is rejected when its turn comes
    } catch (IOException e) {
      log.error(
          "the cancellation {} takes effect only in its turn: {}",
          cancellation.id(),
          e.getMessage());
    }
  }
}
