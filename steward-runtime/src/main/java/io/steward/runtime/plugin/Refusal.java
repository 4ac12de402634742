package io.steward.runtime.plugin;

/// Why a jar cannot be used; the message is for its author or whoever dropped it in.
final class Refusal extends Exception {

  private static final long serialVersionUID = 1;

  Refusal(String reason) {
    super(reason);
  }

  Refusal(String reason, Throwable cause) {
    super(reason, cause);
  }
}
