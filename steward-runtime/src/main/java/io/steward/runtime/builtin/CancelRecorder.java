package io.steward.runtime.builtin;

import io.steward.runtime.databind.Binder;
import io.steward.runtime.databind.Document;
import io.steward.runtime.databind.ProblemsException;
import io.steward.runtime.intake.CancelListener;
import io.steward.runtime.ledger.Cancellation;
import io.steward.runtime.ledger.Ledger;
import io.steward.runtime.ledger.LedgerEntry;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Records a cancellation as soon as it arrives rather than in its turn, so that it takes effect on
/// every command that is accepted later.
///
/// @param rights who may cancel what
public record CancelRecorder(Ledger ledger, CommandRights rights) implements CancelListener {

  private static final Logger log = LoggerFactory.getLogger(CancelRecorder.class);

  @Override
  public void onCancellation(LedgerEntry cancellation) {
    try {
      Document document = Document.json("arguments", cancellation.body());
      Cancellation recorded =
          Binder.bind(document, CancelHandler.Arguments.class).by(cancellation.from());
      if (rights.whyNotCancel(recorded.key().subject(), recorded.by()).isEmpty()) {
        var _ = ledger.cancel(recorded); // if there are too many, its sender is told in its turn
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
