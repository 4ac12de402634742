package io.steward.runtime.intake;

import io.steward.api.NodeName;
import io.steward.api.Subject;

/// Receives the accepted commands of one subject.
public interface CommandReceiver {

  /// The subject of the commands.
  Subject subject();

  /// Whether a sender may send to it.
  boolean allows(NodeName sender);

  /// Where its commands wait.
  Mailbox mailbox();
}
