package io.steward.plugin.syslogforwarding;

import java.io.IOException;
import java.net.Socket;
import java.util.HashMap;
import java.util.Map;

/// The TCP connections of a source, limited in number, since each costs memory and a file
/// descriptor of the node. Safe for use by any thread.
final class Connections {

  private final int limit;
  private final Map<Socket, Thread> readers = new HashMap<>();
  private boolean ended;
  private long refused;
  private long broken;

  Connections(int limit) {
    this.limit = limit;
  }

  /// Registers a connection.
  ///
  /// @return whether it was accepted
  synchronized boolean admit(Socket connection, Thread reader) {
    if (ended) {
      return false;
    }
    if (readers.size() >= limit) {
      refused++;
      return false;
    }
    readers.put(connection, reader);
    return true;
  }

  /// Removes a closed connection.
  synchronized void leave(Socket connection) {
    readers.remove(connection);
  }

  /// Counts a connection that was aborted because its framing was broken.
  synchronized void giveUp() {
    broken++;
  }

  /// The number of refused connections.
  synchronized long refused() {
    return refused;
  }

  /// The number of aborted connections.
  synchronized long broken() {
    return broken;
  }

  synchronized boolean isEmpty() {
    return readers.isEmpty();
  }

  /// Closes all connections, and accepts none from now on. Their readers end when they have queued
  /// what they have read.
  synchronized void hangUp() {
    ended = true;
    for (Socket connection : readers.keySet()) {
      try {
        connection.close();
      } catch (IOException e) {
        // unusable anyway
      }
    }
  }

  /// Closes all connections, and interrupts their readers.
  synchronized void end() {
    hangUp();
    readers.values().forEach(Thread::interrupt);
  }
}
