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
  private final Map<String, Optional<State>> last;

  /// @param last the state in the last answer, by the subject under which answers are stored; empty
  ///   for output
  private StoredAnswers(Addresses addresses, Map<String, Optional<State>> last) {
    this.addresses = addresses;
    this.last = last;
  }

  /// Reads the headers of the last answer to each message.
  ///
  /// @throws IOException if the broker cannot be asked
  public static StoredAnswers read(Bus bus, Addresses addresses, NodeName node)
      throws IOException, InterruptedException {
    Map<String, Optional<State>> last = new HashMap<>();
    try (Bus.StreamReader answers =
        bus.read(
            addresses.repliesStream(),
            addresses.repliesOf(node),
            new Bus.StartPosition.LastPerSubject(true))) {
      for (var next = answers.next(); next.isPresent(); next = answers.next()) {
        Optional<String> word = next.get().headers().find(Header.STATE);
        last.put(next.get().subject(), word.map(StoredAnswers::parse));
      }
    }
    return new StoredAnswers(addresses, last);
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
    return find(key).map(state -> state.orElse(NOT_ENDED));
  }

  /// Whether the last answer to a message has a state.
  public boolean endWith(MessageKey key, State state) {
    return find(key).equals(Optional.of(Optional.of(state)));
  }

  private Optional<Optional<State>> find(MessageKey key) {
    return last.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(last.get(addresses.replySubject(key.subject(), key.id())));
  }
}
