package io.steward.plugin.syslogforwarding;

import java.io.IOException;
import java.net.Socket;
import java.util.HashMap;
import java.util.Map;

/// The TCP connections of a source: not more than so many at a time, for each costs memory and a
/// file descriptor of the node. Safe for use by any thread.
final class Connections {

  private final int most;
  private final Map<Socket, Thread> readers = new HashMap<>();
  private boolean ended;
  private long refused;
  private long broken;

  Connections(int most) {
    this.most = most;
  }

  /// Takes a connection in.
  ///
  /// @return whether there was room
  synchronized boolean admit(Socket connection, Thread reader) {
    if (ended) {
      return false;
    }
    if (readers.size() >= most) {
      refused++;
      return false;
    }
    readers.put(connection, reader);
    return true;
  }

  /// A connection is closed.
  synchronized void leave(Socket connection) {
    readers.remove(connection);
  }

  /// A connection is given up, since what came on it cannot be told apart.
  synchronized void giveUp() {
    broken++;
  }

  /// How many there was no room for.
  synchronized long refused() {
    return refused;
  }

  /// How many were given up.
  synchronized long broken() {
    return broken;
  }

  synchronized boolean isEmpty() {
    return readers.isEmpty();
  }

  /// Closes all, and admits none from now on. Their readers end when they have passed on what they
  /// have read.
  synchronized void hangUp() {
    ended = true;
    for (Socket connection : readers.keySet()) {
      try {
        connection.close();
      } catch (IOException e) {
        // it is as good as closed
      }
    }
  }

  /// Ends the readers, too, whatever they wait for.
  synchronized void end() {
    hangUp();
    readers.values().forEach(Thread::interrupt);
  }
}
