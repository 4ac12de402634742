package io.steward.runtime.outbox;

import io.steward.api.NodeName;
import io.steward.api.State;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Header;
import io.steward.runtime.ledger.MessageKey;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The answers of a node that the broker stores: the last state of each message. What the node
/// answered and its ledger does not know must not be executed again; what its ledger knows and is
/// not among them, the broker has lost.
public final class StoredAnswers {

  /// None.
  public static final StoredAnswers NONE =
      new StoredAnswers(new Addresses(Addresses.DEFAULT_PREFIX, 1), Map.of());

  /// The reason for the outcome of a command that had not ended when the ledger was lost.
  public static final String LEDGER_LOST = "the node lost its ledger after it was accepted";

  /// The state of a message that is answered but has not ended, as far as this version knows.
  private static final State NOT_ENDED = State.InProgress.RUNNING;

  private final Addresses addresses;
  private final Map<String, State> states;

  /// @param states by the subject under which the answers are stored
  private StoredAnswers(Addresses addresses, Map<String, State> states) {
    this.addresses = addresses;
    this.states = states;
  }

  /// Reads the headers of the last answer to each message.
  ///
  /// @throws IOException if the broker cannot be asked
  public static StoredAnswers read(Bus bus, Addresses addresses, NodeName node)
      throws IOException, InterruptedException {
    Map<String, State> states = new HashMap<>();
    try (Bus.StreamReader last =
        bus.read(
            addresses.repliesStream(),
            addresses.repliesOf(node),
            new Bus.StartPosition.LastPerSubject(true))) {
      for (var next = last.next(); next.isPresent(); next = last.next()) {
        Optional<String> word = next.get().headers().find(Header.STATE);
        states.put(next.get().subject(), word.map(StoredAnswers::parse).orElse(NOT_ENDED));
      }
    }
    return new StoredAnswers(addresses, states);
  }

  private static State parse(String word) {
    try {
      return State.parse(word);
    } catch (IllegalArgumentException later) {
      return NOT_ENDED; // from a version with more states
    }
  }

  /// The last state of a message, if it was answered.
  public Optional<State> state(MessageKey key) {
    return states.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(states.get(addresses.replySubject(key.subject(), key.id())));
  }
}
