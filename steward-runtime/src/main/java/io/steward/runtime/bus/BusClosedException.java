package io.steward.runtime.bus;

/// The bus was closed before the broker was reached.
public final class BusClosedException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  BusClosedException(Throwable cause) {
    super("the bus was closed before it was up", cause);
  }
}
